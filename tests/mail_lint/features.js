// Reads html from standard input and prints, as JSON, what in it some mail program of police offices does not know.
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const clients = ["gmail.*", "outlook.*", "apple-mail.*", "samsung-email.*"];
const { issues } = caniemail({ clients, html: readFileSync(0, "utf8") });
const unknown = [...issues.errors.values()].flat().map((issue) => issue.title);
console.log(JSON.stringify([...new Set(unknown)].sort()));
