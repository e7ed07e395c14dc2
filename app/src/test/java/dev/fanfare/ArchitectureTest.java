package dev.fanfare;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.List;

/** The boundaries between the packages, and some conventions. */
@AnalyzeClasses(
    packages = "dev.fanfare",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
final class ArchitectureTest {
  private static final String ROOT = "dev.fanfare";
  private static final String COMMAND = "dev.fanfare.command..";

  /** The packages of the module {@code tools}. */
  private static final String[] TOOLS = {
    "dev.fanfare.check..", "dev.fanfare.bench..", "dev.fanfare.socket..", "dev.fanfare.timing.."
  };

  /** Classes that Micronaut's processors generate from ours. */
  private static final DescribedPredicate<JavaClass> GENERATED =
      DescribedPredicate.describe(
          "generated",
          type -> type.getName().contains(".$") || type.getName().endsWith("$Intercepted"));

  /** What the tests of several modules share is in jars. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  /**
   * A rule forbids nothing to a class that it does not see. Examples and benchmarks are on their
   * own.
   */
  @ArchTest
  static void every_class_of_every_module_is_seen(JavaClasses seen) {
    List<String> classes =
        Sources.endingIn(".java").stream()
            .filter(source -> !source.isTest() && !source.name().equals("package-info.java"))
            .map(Object::toString)
            .filter(path -> !path.startsWith("examples/") && !path.startsWith("benchmarks/"))
            .map(path -> path.replaceFirst(".*/src/main/java/", "").replace(".java", ""))
            .map(path -> path.replace('/', '.'))
            .toList();
    assertThat(classes).hasSizeGreaterThan(100).allMatch(seen::contain, "is seen");
  }

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("dev.fanfare.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobody_knows_the_wiring =
      noClasses()
          .that(resideOutsideOfPackages(ROOT))
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT));

  @ArchTest
  static final ArchRule topic_knows_the_jdk_alone =
      classes()
          .that()
          .resideInAPackage("dev.fanfare.topic..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("dev.fanfare.topic..", "java..", "org.jspecify.."));

  @ArchTest
  static final ArchRule protocol_knows_topics_and_a_json_parser =
      classes()
          .that()
          .resideInAPackage("dev.fanfare.protocol..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.fanfare.protocol..",
                  "dev.fanfare.topic..",
                  "com.fasterxml.jackson.core..",
                  "java..",
                  "org.jspecify.."));

  @ArchTest
  static final ArchRule the_backplane_knows_nobody_who_uses_it =
      neverUp(
          "dev.fanfare.backplane..",
          "dev.fanfare.fanout..",
          "dev.fanfare.publish..",
          "dev.fanfare.gateway..",
          "dev.fanfare.api..");

  @ArchTest
  static final ArchRule the_contract_of_the_backplane_knows_none_of_its_implementations =
      neverUp("dev.fanfare.backplane", "dev.fanfare.backplane.*..");

  @ArchTest
  static final ArchRule the_fan_out_knows_no_gateway =
      neverUp(
          "dev.fanfare.fanout..",
          "dev.fanfare.session..",
          "dev.fanfare.gateway..",
          "dev.fanfare.api..");

  /**
   * A gateway provides its format. Marks and close codes are words, independent of their encoding.
   */
  @ArchTest
  static final ArchRule the_fan_out_spells_nothing =
      noClasses()
          .that()
          .resideInAPackage("dev.fanfare.fanout..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.fanfare.protocol..", "io.netty.handler.codec..")
                  .and(not(simpleName("Freshness")))
                  .and(not(simpleName("CloseCode"))));

  @ArchTest
  static final ArchRule what_a_publication_is_does_not_depend_on_its_way_in =
      neverUp(
          "dev.fanfare.publish..",
          "dev.fanfare.fanout..",
          "dev.fanfare.gateway..",
          "dev.fanfare.api..");

  @ArchTest
  static final ArchRule a_session_knows_no_protocol_and_no_gateway =
      neverUp("dev.fanfare.session..", "dev.fanfare.gateway..", "dev.fanfare.api..");

  @ArchTest
  static final ArchRule the_doors_do_not_know_which_gateways_there_are =
      neverUp(
          "dev.fanfare.gateway.door..",
          "dev.fanfare.gateway.websocket..",
          "dev.fanfare.gateway.http..");

  @ArchTest
  static final ArchRule the_ways_in_do_not_know_each_other =
      neverUp("dev.fanfare.gateway..", "dev.fanfare.api..");

  @ArchTest
  static final ArchRule the_api_knows_no_socket =
      neverUp("dev.fanfare.api..", "dev.fanfare.gateway..");

  @ArchTest
  static final ArchRule the_client_knows_nothing_of_the_server =
      classes()
          .that()
          .resideInAPackage("dev.fanfare.client..")
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackages("dev.fanfare..")
                  .or(
                      resideInAnyPackage(
                          "dev.fanfare.client..",
                          "dev.fanfare.protocol..",
                          "dev.fanfare.topic..")));

  @ArchTest
  static final ArchRule the_client_is_for_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackages("..command..", "..client..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.fanfare.client..");

  @ArchTest
  static final ArchRule nobody_knows_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(COMMAND);

  @ArchTest
  static final ArchRule the_tools_are_for_the_command_line =
      noClasses()
          .that(not(resideInAnyPackage(TOOLS)))
          .and()
          .resideOutsideOfPackage(COMMAND)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TOOLS);

  /** Check and bench must not rely on the server's own code: they see what any client sees. */
  @ArchTest
  static final ArchRule the_tools_know_the_protocol_and_nothing_of_the_server =
      classes()
          .that()
          .resideInAnyPackage(TOOLS)
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackages("dev.fanfare..")
                  .or(resideInAnyPackage(TOOLS))
                  .or(resideInAnyPackage("dev.fanfare.protocol..", "dev.fanfare.topic..")));

  @ArchTest
  static final ArchRule security_and_metrics_are_below_everyone =
      noClasses()
          .that()
          .resideInAnyPackage("dev.fanfare.security..", "dev.fanfare.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.fanfare.backplane..",
              "dev.fanfare.fanout..",
              "dev.fanfare.gateway..",
              "dev.fanfare.api..");

  /** Lettuce runs on Netty as well, and lends its timers. */
  @ArchTest
  static final ArchRule netty_is_seen_where_sockets_are_and_where_lettuce_is =
      only(
          "io.netty..",
          "dev.fanfare.check..",
          "dev.fanfare.bench..",
          "dev.fanfare.socket..",
          "dev.fanfare.backplane.redis..",
          "dev.fanfare.fanout..",
          "dev.fanfare.session..",
          "dev.fanfare.gateway..",
          ROOT);

  @ArchTest
  static final ArchRule lettuce_is_seen_by_the_redis_backplane =
      only("io.lettuce..", "dev.fanfare.backplane.redis..");

  @ArchTest
  static final ArchRule micronauts_http_is_seen_by_the_ways_in =
      only(
          "io.micronaut.http..",
          "dev.fanfare.api..",
          "dev.fanfare.gateway..",
          "dev.fanfare.security..",
          COMMAND,
          "dev.fanfare.client..");

  @ArchTest
  static final ArchRule micrometer_is_seen_by_the_metrics =
      only("io.micrometer..", "dev.fanfare.metrics..", "dev.fanfare.client.micronaut..", ROOT);

  /**
   * Methods that use the language of whoever runs the process: {@code %d} becomes {@code ٨١٢٣} in
   * Arabic, and {@code I} becomes {@code ı} in Turkish. The core and the client run in any process.
   */
  @ArchTest
  static final ArchRule nothing_depends_on_the_language_of_the_user =
      noClasses()
          .should()
          .callMethod(String.class, "formatted", Object[].class)
          .orShould()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintStream.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "format", String.class, Object[].class)
          .orShould()
          .callConstructor(Formatter.class)
          .orShould()
          .callConstructor(DecimalFormat.class, String.class)
          .orShould()
          .callMethod(NumberFormat.class, "getInstance")
          .orShould()
          .callMethod(MessageFormat.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(DateTimeFormatter.class, "ofPattern", String.class);

  @ArchTest
  static final ArchRule names_say_what_something_is =
      classes()
          .should()
          .haveNameNotMatching(".*(Impl|Utils?|Helper|Base|Manager)")
          .because("the difference has a name of its own");

  @ArchTest
  static final ArchRule interfaces_are_small =
      classes()
          .that()
          .areInterfaces()
          .should(
              new ArchCondition<>("have at most seven methods") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  int methods = type.getMethods().size();
                  if (methods > 7) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " has " + methods + " methods"));
                  }
                }
              });

  /**
   * The client's public types are for applications. Constants leave no trace of their users, and
   * {@code logback.xml} is not a class.
   */
  @ArchTest
  static final ArchRule what_is_public_is_used_by_another_package =
      classes()
          .that()
          .resideOutsideOfPackage("dev.fanfare.client..")
          .and()
          .doNotHaveFullyQualifiedName("dev.fanfare.protocol.Subprotocol")
          .and()
          .areTopLevelClasses()
          .and()
          .arePublic()
          .and(DescribedPredicate.not(GENERATED))
          .and()
          .doNotHaveFullyQualifiedName("dev.fanfare.command.EndOnVirtualMachineError")
          .and()
          .doNotHaveFullyQualifiedName("dev.fanfare.command.JsonLines") // for logback.xml
          .and()
          .doNotHaveFullyQualifiedName("dev.fanfare.command.FanfareApplication")
          .should(
              new ArchCondition<>("be used by another package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  boolean used =
                      type.getDirectDependenciesToSelf().stream()
                          .map(Dependency::getOriginClass)
                          .anyMatch(user -> !user.getPackageName().equals(type.getPackageName()));
                  if (!used) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " is public for nobody"));
                  }
                }
              });

  @ArchTest
  static final ArchRule classes_are_final_or_not_classes =
      classes()
          .that()
          .areNotInterfaces()
          .and(DescribedPredicate.not(GENERATED))
          .and()
          .areTopLevelClasses()
          .should()
          .haveModifier(JavaModifier.FINAL)
          .orShould()
          .haveModifier(JavaModifier.ABSTRACT);

  private static ArchRule only(String library, String... users) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .and(DescribedPredicate.not(GENERATED))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchRule neverUp(String below, String... above) {
    return noClasses()
        .that()
        .resideInAPackage(below)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above);
  }
}
