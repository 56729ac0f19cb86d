#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A toxicity model as one would script it: words and pairs of words, letters in a row, a linear SVM.

    tests/bench/sklearn_train.py FILE…      JSON lines: text, labels.toxicity
"""
import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC


def main():
    texts, labels = [], []
    for path in sys.argv[1:]:
        with open(path, encoding='utf-8') as lines:
            for line in lines:
                row = json.loads(line)
                label = row.get('labels', {}).get('toxicity')
                if label is not None:
                    texts.append(row['text'])
                    labels.append(label)
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer='char_wb', ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    model = make_pipeline(make_union(words, letters, n_jobs=2), LinearSVC(C=1))
    model.fit(texts, labels)
    print(f'{len(texts)} comments, {sum(labels)} toxic')


main()
