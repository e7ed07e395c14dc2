// Holds the promise that the client is small: what a page loads of it, minified and compressed.
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const LIMIT_BYTES = 4300;

const bundle = buildSync({ entryPoints: ["src/index.ts"], bundle: true, minify: true, format: "esm", write: false })
  .outputFiles[0].contents;
const compressed = gzipSync(bundle, { level: 9 }).length;
console.log(`@fanfare/client: ${bundle.length} bytes minified, ${compressed} compressed (limit ${LIMIT_BYTES})`);
if (compressed > LIMIT_BYTES) process.exit(1);
