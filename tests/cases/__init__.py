"""What is right for each of the shared inputs (`cases.yml`), what is not yet (`failing.tsv`), and how both are judged."""
