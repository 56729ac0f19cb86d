# Mistakes cost a record each and are located; reading goes on behind them.
cd "$SEEDS/json_records" && "$MODERATO" import mistakes.json cut.json bytes.json brackets.json
