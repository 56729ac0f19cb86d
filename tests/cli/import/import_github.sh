# GitHub: answers of its REST API, discussions of GraphQL and giscus, gh; wrong types and cut off.
cd "$SEEDS/json_records" && "$MODERATO" import github-rest.json github-discussion.json github-wrong.json
