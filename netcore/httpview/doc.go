// Package httpview tells the messages of HTTP/1 apart in the bytes of one direction of a stream: start line, header fields,
// body (RFC 9110, RFC 9112). It looks at bytes that went by and changes nothing about them: every place is counted from the
// first byte, what is wrong is told with its place, and the bytes themselves stay where they are, however many they are.
package httpview
