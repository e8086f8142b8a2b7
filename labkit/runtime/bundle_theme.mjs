// Bundles the scripts and styles of the theme, so that a page asks for a few files instead of sixty.
// node bundle_theme.mjs ROOT OUTPUT_FOLDER
import { readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [root, output] = process.argv.slice(2);
const { build } = createRequire(join(root, "package.json"))("esbuild");
const theme = join(root, "theme");

// What a page names by address, and Python for whoever wants it in a browser's console.
const PAGE = ["page.js", "python.js"];
const WORKERS = ["worker.js", "snapshot-worker.js"];
const CLASSIC = ["before-material.js"]; // no module, for it has to run before Material's script
const COURSE = "css/course.css";

const common = {
  absWorkingDir: theme,
  outdir: output,
  outbase: theme,
  bundle: true,
  minifyWhitespace: true,
  minifySyntax: true, // and names stay, for whoever reads a console or a debugger
  external: ["../vendor/*", "../fonts/*"],
  tsconfigRaw: { compilerOptions: { alwaysStrict: true } }, // the same bytes, whatever settings lie about
  logLevel: "error",
  metafile: true,
};
const scripts = { ...common, format: "esm", target: "es2022" };
const inPage = { ...scripts, splitting: true, chunkNames: "js/part-[hash]" };
const paths = (names) => names.map((name) => `js/${name}`);

// A script that is loaded later keeps its name: the page and its tests name the file that is missing.
const { metafile } = await build({ ...inPage, entryPoints: paths(PAGE), write: false });
const later = Object.values(metafile.inputs)
  .flatMap(({ imports }) => imports)
  .filter(({ kind, external }) => kind === "dynamic-import" && !external)
  .map(({ path }) => path);
const built = await build({ ...inPage, entryPoints: [...new Set([...paths(PAGE), ...later])] });
await build({ ...scripts, entryPoints: paths(WORKERS) });
await build({ ...scripts, format: "iife", entryPoints: paths(CLASSIC) });

const styles = (await readdir(join(theme, "css"))).map((name) => `css/${name}`);
const course = await build({ ...common, entryPoints: [COURSE], write: false });
const rest = styles.filter((path) => !(path in course.metafile.inputs));
await build({ ...common, entryPoints: [COURSE, ...rest] });

// What the page's script needs before it runs.
const outputs = Object.fromEntries(Object.entries(built.metafile.outputs).map(([path, found]) => [basename(path), found]));
const needed = ["page.js"];
for (const name of needed) {
  const imports = outputs[name].imports.filter(({ kind, external }) => kind === "import-statement" && !external);
  needed.push(...imports.map(({ path }) => basename(path)).filter((each) => !needed.includes(each)));
}
await writeFile(join(output, "modules.json"), JSON.stringify(needed.slice(1)));
