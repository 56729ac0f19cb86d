# GitHub: answers of its REST API, also cut down and by issue, discussions of GraphQL and giscus, gh; wrong types and cut off.
cd "$SEEDS/json_records" && "$MODERATO" import github-rest.json github-discussion.json github-trimmed.json github-by-issue.json github-wrong.json
