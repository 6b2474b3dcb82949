// Package transfer sends a file as the payload of a session, piece by piece at a pace, and takes what a session receives
// into a file. Both count the bytes and their SHA-256, hold a piece in memory and not a file, and go on being right when
// the file, the disk or the peer is not.
package transfer
