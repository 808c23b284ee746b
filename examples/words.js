// Counts the words of its input: ./freehold run examples/words.js < README.md
const text = require('fs').readFileSync(0, 'utf8');
const counts = new Map();
for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
const ten = [...counts].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).slice(0, 10);
for (const [word, count] of ten) {
  console.log(String(count).padStart(5), word);
}
