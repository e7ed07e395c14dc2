// Fails if the client, minified and compressed as a page loads it, is larger than the limit.
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const LIMIT_BYTES = 5000;

const bundle = buildSync({ entryPoints: ["src/index.ts"], bundle: true, minify: true, format: "esm", write: false })
  .outputFiles[0].contents;
const compressed = gzipSync(bundle, { level: 9 }).length;
console.log(`@fanfare/client: ${bundle.length} bytes minified, ${compressed} compressed (limit ${LIMIT_BYTES})`);
if (compressed > LIMIT_BYTES) process.exit(1);
