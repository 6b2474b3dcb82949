// Package capture writes events to files in formats that other programs read: text for people, CSV for tables, JSON
// lines for programs, pcapng for Wireshark, and the bytes of one direction as they are. Whatever the format, no byte of a
// payload is lost. [ReadJSON] reads JSON lines again.
//
// The writers take rows from an iterator and hold one at a time, so a log of any length can be written. [WritePcapng] and
// [WriteRaw] range over it twice; both times it should give the same rows. They don't know where rows come from. [File] puts
// what a writer writes in a file, whole or not at all.
//
// Nothing here keeps state or starts a goroutine; everything may be called from anywhere.
package capture
