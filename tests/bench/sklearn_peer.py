#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What people script with scikit-learn: TF-IDF of words and letters, a linear SVM, one attribute.

    sklearn_peer.py version
    sklearn_peer.py train ROWS MODEL      ROWS in fastText's format: __label__1 the text
    sklearn_peer.py predict MODEL LINES   a line a comment in, a margin a line out
"""
import pickle
import sys


def lines(path):
    with open(path, encoding="utf-8") as f:
        return f.read().split("\n")[:-1]


def train(rows, model):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion, Pipeline
    from sklearn.svm import LinearSVC

    labels, texts = zip(*(row.split(" ", 1) for row in lines(rows)))
    pipeline = Pipeline([
        ("features", FeatureUnion([
            ("words", TfidfVectorizer(ngram_range=(1, 2))),
            ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)))])),
        ("svm", LinearSVC())])
    pipeline.fit(texts, [label == "__label__1" for label in labels])
    with open(model, "wb") as f:
        pickle.dump(pipeline, f)


def predict(model, path):
    with open(model, "rb") as f:
        pipeline = pickle.load(f)
    sys.stdout.writelines(f"{margin:.6f}\n" for margin in pipeline.decision_function(lines(path)))


if sys.argv[1] == "version":
    import sklearn
    print(sklearn.__version__)
elif sys.argv[1] == "train":
    train(sys.argv[2], sys.argv[3])
else:
    predict(sys.argv[2], sys.argv[3])
