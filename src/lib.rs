//! The Lecture Playground: language models that train, sample and are taken apart in the reader's browser.
