// Packs the client, installs it in a new project, and compiles and runs there what the README shows.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** What the README's pieces of code use and do not define. */
const AROUND = `
import type { StateEvent, Status } from "@fanfare/client";
declare function render(view: ReadonlyMap<string, StateEvent<Card>>): void;
declare function markStale(key: string | undefined): void;
declare function markAllStale(): void;
declare function show(status: Status): void;
`;

const run = (folder, command, ...args) => execFileSync(command, args, { cwd: folder, encoding: "utf8" });
const project = mkdtempSync(join(tmpdir(), "fanfare-client-"));
try {
  const [{ filename, files }] = JSON.parse(
    run(".", "npm", "pack", "--json", "--silent", "--pack-destination", project),
  );
  const stray = files.map(({ path }) => path).filter((path) => !/^(dist|src|package\.json|README\.md)/.test(path));
  if (stray.length > 0) throw new Error(`the package has files that nobody needs: ${stray}`);

  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "newcomer", private: true, type: "module" }));
  run(project, "npm", "install", "--offline", "--no-audit", "--no-fund", "--silent", `./${filename}`);

  const blocks = [...readFileSync("README.md", "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  if (blocks.length < 4) throw new Error(`README.md shows ${blocks.length} pieces of TypeScript, expected at least 4`);
  // The first one imports and connects; each of the others goes on from there.
  const [first, ...others] = blocks;
  others.forEach((block, n) =>
    writeFileSync(join(project, `readme${n}.ts`), `${first}${AROUND}\nexport async function readme() {\n${block}}\n`),
  );
  run(
    project,
    resolve("node_modules/.bin/tsc"),
    ...["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom", "--types", ""],
    ...others.map((_, n) => `readme${n}.ts`),
  );

  writeFileSync(
    join(project, "run.js"),
    `import { connect } from "@fanfare/client";
     delete globalThis.WebSocket;
     const fanfare = connect("http://localhost:8123");
     console.log(fanfare.status.state, fanfare.topic("board:42").view.size);`,
  );
  const said = run(project, "node", "run.js").trim();
  if (said !== "closed 0") throw new Error(`the installed package said ${said}`);
  console.log(`@fanfare/client: packed, installed in a new project, ${blocks.length} pieces of its README compiled`);
} catch (problem) {
  console.error(problem.stdout ?? "", problem.stderr ?? "", problem.message);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
