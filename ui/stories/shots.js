// A picture of every page of the example, in light and dark, three languages and two sizes: for whoever looks at how it looks.
// `node shots.js [FOLDER] [WORD…]`: only of pages whose picture's name holds each of the words.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { village } from "./people.js";

const [folder = "shots/pages", ...words] = process.argv.slice(2);
const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
];

mkdirSync(folder, { recursive: true });
const street = await village();
let taken = 0;
try {
  for (const language of ["en", "fr", "es"]) {
    const guest = await street.visitor(language);
    const pages = await guest.everyPage();
    for (const viewport of sizes) {
      for (const colorScheme of ["light", "dark"]) {
        await guest.page.setViewportSize(viewport);
        await guest.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (const [name, place] of pages) {
          const file = `${name}-${language}-${colorScheme}-${viewport.width}.png`;
          if (!words.every((word) => file.includes(word))) continue;
          await guest.settled(place);
          await guest.page.screenshot({ path: join(folder, file) });
          taken += 1;
        }
      }
    }
  }
} finally {
  await street.end();
}
console.log(`${taken} pictures in ${folder}`);
