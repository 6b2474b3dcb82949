// Package codec turns what a person types into the bytes that go out, and bytes into what a person can read: text in
// many encodings, hex digits, escapes, and the views of a payload (pieces of a log row, lines of a hex dump).
//
// Everything here is a pure function: nothing is kept between calls, nothing blocks, and all of it may be called from
// several goroutines at once. Input that can't be turned into bytes is a [*SyntaxError] that says where; nothing is ever
// replaced or left out in silence.
package codec
