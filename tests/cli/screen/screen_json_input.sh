printf '{\n  "text": "hello",\n  "id": "x9",\n  "mood": 3\n}\n' | "$MODERATO" screen --json --with text | grep -o '"id":"x9"\|"text":"hello"\|"mood":3'
