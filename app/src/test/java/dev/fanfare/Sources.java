package dev.fanfare;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The sources of the whole repository, as they stand in the working tree. */
final class Sources {
  private static final Set<String> MADE = Set.of("target", "node_modules", "dist", "build");

  private Sources() {}

  /** A source and its text. */
  record Source(Path path, String text) {
    String name() {
      return path.getFileName().toString();
    }

    long lines() {
      return text.lines().count();
    }

    boolean isTest() {
      String shown = toString();
      return shown.contains("/src/test/") || shown.contains("/test/");
    }

    @Override
    public String toString() {
      return Repository.ROOT.relativize(path).toString();
    }
  }

  /** A function with a body, or a type. */
  record Named(Source source, String name, long lines) {
    @Override
    public String toString() {
      return source + " " + name + " (" + lines + " lines)";
    }
  }

  /** All files whose names end like this, without generated and hidden ones. */
  static List<Source> endingIn(String... ends) {
    List<Source> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          Repository.ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = folder.getFileName().toString();
              boolean skipped =
                  !folder.equals(Repository.ROOT) && (name.startsWith(".") || MADE.contains(name));
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (Stream.of(ends).anyMatch(file.toString()::endsWith)) {
                found.add(new Source(file, Files.readString(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The methods of Java sources, except those without a body. */
  static List<Named> methods(List<Source> java) {
    return found(
        java,
        (source, unit, trees) ->
            new TreePathScanner<Void, List<Named>>() {
              @Override
              public Void visitMethod(MethodTree method, List<Named> found) {
                if (method.getBody() != null) {
                  String name = method.getName().toString();
                  found.add(new Named(source, name, lines(unit, trees, method)));
                }
                return super.visitMethod(method, found);
              }
            });
  }

  /** The types that Java sources declare. */
  static List<Named> types(List<Source> java) {
    return found(
        java,
        (source, _, _) ->
            new TreePathScanner<Void, List<Named>>() {
              @Override
              public Void visitClass(ClassTree type, List<Named> found) {
                found.add(new Named(source, type.getSimpleName().toString(), 0));
                return super.visitClass(type, found);
              }
            });
  }

  private interface Scanners {
    TreePathScanner<Void, List<Named>> of(Source source, CompilationUnitTree unit, Trees trees);
  }

  private static List<Named> found(List<Source> java, Scanners scanners) {
    List<Named> found = new ArrayList<>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(java.stream().map(Source::path).toList());
      var task =
          (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        Path path = Path.of(unit.getSourceFile().toUri());
        Source source =
            java.stream().filter(it -> it.path().equals(path)).findFirst().orElseThrow();
        scanners.of(source, unit, trees).scan(unit, found);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the line of the name to that of the last brace. Annotations do not count. */
  private static long lines(CompilationUnitTree unit, Trees trees, MethodTree method) {
    var positions = trees.getSourcePositions();
    var lines = unit.getLineMap();
    long start =
        method.getModifiers().getAnnotations().isEmpty()
            ? positions.getStartPosition(unit, method)
            : positions.getEndPosition(unit, method.getModifiers()) + 1;
    return lines.getLineNumber(positions.getEndPosition(unit, method))
        - lines.getLineNumber(start)
        + 1;
  }
}
