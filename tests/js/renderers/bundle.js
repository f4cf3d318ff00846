// Makes each form here into one script for a page: `node bundle.js FOLDER`, the folder of the Node packages.
const { createRequire } = require("module");
const { join } = require("path");

const folder = process.argv[2];
const esbuild = createRequire(join(folder, "/"))("esbuild");

// Left out by package.json, and yet named: icons, typefaces, and encryption for browsers of before 2017.
const LEFT_OUT = /^(@mui\/icons-material|@fontsource)\/|^isomorphic-webcrypto$/;
const leftOut = {
  name: "left-out",
  setup(build) {
    build.onResolve({ filter: LEFT_OUT }, ({ path }) => ({ path, namespace: "left-out" }));
    build.onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents: "export default () => null" }));
  },
};

esbuild
  .build({
    entryPoints: ["medplum", "refero", "smart_forms"].map((name) => join(__dirname, `${name}.jsx`)),
    outdir: join(folder, "renderers"),
    bundle: true,
    format: "esm",
    jsx: "automatic",
    nodePaths: [join(folder, "node_modules")],
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".scss": "empty" },
    plugins: [leftOut],
    logLevel: "error",
  })
  .catch(() => process.exit(1));
