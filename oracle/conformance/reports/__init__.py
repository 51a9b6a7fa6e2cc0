"""One run, written as JSON, JUnit XML, Markdown and SARIF; each function takes an outcome and writes nothing."""
