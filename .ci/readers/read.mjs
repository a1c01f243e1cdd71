// Reads the exports in a folder with the readers that npm has, and says what each has read.

import { readFileSync } from "node:fs";

const out = process.argv[2];
let failed = false;
const file = (name) => `${out}/${name}`;
const json = (name) => JSON.parse(readFileSync(file(name), "utf8"));
const lines = (name) => readFileSync(file(name), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
const claims = lines("sample-jsonl.jsonl").filter((r) => r.record === "claim");
const texts = new Map(lines("sample-jsonl.jsonl").filter((r) => r.record === "document").map((d) => [d.document_id, [...d.text]]));

function same(got, want, what) {
  if (got !== want) throw new Error(`${what} is ${got}, not ${want}`);
}

function spans(rows) {
  same(rows.length, claims.length, "the number of claims");
  for (const r of rows) {
    if (r.status !== "orphaned") same(texts.get(r.document_id).slice(Number(r.start), Number(r.end)).join(""), r.quote, `a quote at ${r.start}`);
  }
  return `${rows.length} claims, each quote at its place`;
}

async function reader(name, read) {
  try {
    console.log(`  ${name}: ${await read()}`);
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") {
      console.log(`  not installed: ${name}`);
      return;
    }
    failed = true;
    console.log(`  ${name}: WRONG: ${error.message.slice(0, 600)}`);
  }
}

await reader("DuckDB: csv, parquet, jsonl", async () => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const said = [];
  for (const from of [`read_csv('${file("sample-csv.csv")}', all_varchar = true)`, `'${file("sample-parquet.parquet")}'`,
    `(SELECT * FROM read_json('${file("sample-jsonl.jsonl")}', format = 'newline_delimited', union_by_name = true) WHERE record = 'claim')`]) {
    said.push(spans(await query(`SELECT document_id, "start", "end", quote, status FROM ${from}`)));
  }
  const keys = (await query(`SELECT decode(key) AS k, decode(value) AS v FROM parquet_kv_metadata('${file("sample-parquet.parquet")}')`)).map((r) => `${r.k}=${r.v}`);
  same(keys.some((k) => k === "offset_unit=codepoint"), true, "the unit among the key-value metadata");
  return said.join("; ");
});

await reader("hyparquet: parquet", async () => {
  const { parquetReadObjects, asyncBufferFromFile } = await import("hyparquet");
  return spans((await parquetReadObjects({ file: await asyncBufferFromFile(file("sample-parquet.parquet")) })).map((r) => ({ ...r, start: Number(r.start), end: Number(r.end) })));
});

await reader("ajv with Data Package's own schema: package", async () => {
  const { default: Ajv } = await import("ajv");
  const { default: formats } = await import("ajv-formats");
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  formats(ajv);
  const schema = JSON.parse(readFileSync("schemas/datapackage.json", "utf8"));
  const valid = ajv.compile(schema);
  const description = json("sample-package/datapackage.json");
  if (!valid(description)) throw new Error(JSON.stringify(valid.errors.slice(0, 3)));
  const spoilt = structuredClone(description);
  spoilt.resources[0].name = 7;
  same(valid(spoilt), false, "a spoilt description being valid");
  return `${description.resources.length} resources`;
});

await reader("datapackage: package, its types and foreign keys", async () => {
  const { default: datapackage } = await import("datapackage");
  const folder = file("sample-package");
  const description = json("sample-package/datapackage.json");
  const all = await datapackage.Package.load(description, { basePath: folder, strict: false });
  const said = [];
  for (const resource of all.resources) {
    if (resource.tabular) said.push(`${resource.name} ${(await resource.read({ keyed: true, relations: true })).length}`);
  }
  if (said.length < 4) throw new Error(`only ${said.join(", ")} are tables`);
  return said.join(", ");
});

await reader("structured-data-testing-tool: claimreview", async () => {
  const { default: tool } = await import("structured-data-testing-tool");
  const { structuredDataTest } = tool;
  const { default: presets } = await import("structured-data-testing-tool/presets/google/schemas/ClaimReview.js");
  const page = `<html><head><script type="application/ld+json">${readFileSync(file("sample-claimreview.json"), "utf8").replaceAll("</", "<\\/")}</script></head><body></body></html>`;
  const result = await structuredDataTest(page, { presets: [presets.ClaimReview] }).catch((error) => error.res ?? Promise.reject(error));
  const bad = result.failed.map((t) => t.test);
  same(bad.join(", "), "", "what it finds wrong");
  return `${result.passed.length} tests passed`;
});

process.exit(failed ? 1 : 0);
