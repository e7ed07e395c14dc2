import { readdirSync, readFileSync } from "node:fs";

const FOLDER = "../../protocol/fixtures";

export interface Fixture {
  readonly name: string;
  /** Without the newline at the end of the file. */
  readonly text: string;
}

/** The golden frames in `protocol/fixtures/<folder>`; tests run in the package's folder. */
export function fixtures(folder: "server" | "client" | "reader"): readonly Fixture[] {
  return readdirSync(`${FOLDER}/${folder}`)
    .filter((file) => file.endsWith(".json"))
    .map((file) => ({
      name: file.replace(/\.json$/, ""),
      text: readFileSync(`${FOLDER}/${folder}/${file}`, "utf8").replace(/\n$/, ""),
    }));
}
