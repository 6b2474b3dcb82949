// Package query is the filter language of the message log: a text in one box that says which rows are wanted.
//
//	GET /index.html           both stand in the row
//	dir:in and size>1k        received, and longer than 1,000 bytes
//	not (peer:10.0.0. or /^ping/i)
//
// It knows neither the log nor the window. Whoever asks fills a [Row] with what [Query.Needs] says and asks
// [Query.Match], or [Matcher.Match] where rows share their addresses. [Help] lists the parts of the language; the parser
// works by the same tables. A mistake is a [*SyntaxError] with its place.
//
// # Text
//
// Text is looked for in the raw bytes, in UTF-8 and in each encoding of [Options]; A finds a unless case matters. In an
// encoding whose characters have several bytes, what is found counts only where the payload, read from its beginning,
// has a character begin: the second half of one and the first of the next are not a character. So a payload that begins
// in the middle of a character is read as the window shows it, and what stands in it before the next line break or so may
// not be found. UTF-8 has no such false places.
package query
