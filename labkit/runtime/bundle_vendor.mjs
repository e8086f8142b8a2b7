// Bundles each entry, with the npm packages it imports, into one minified ES module of the same name.
// node bundle_vendor.mjs ROOT OUTPUT_FOLDER ENTRY...
import { createRequire } from "node:module";
import { join } from "node:path";

const [root, output, ...entries] = process.argv.slice(2);
const { build } = createRequire(join(root, "package.json"))("esbuild");

await build({
  absWorkingDir: root,
  entryPoints: entries,
  outdir: output,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "linked",
  logLevel: "error",
});
