# Staticman's entries as YAML: one, several, front matter; mistakes cost their entry.
cd "$SEEDS/staticman" && "$MODERATO" import entry.yml entries.yml front-matter.md wrong.yml
