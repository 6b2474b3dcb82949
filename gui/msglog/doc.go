// Package msglog keeps what happened: the message log. It imports neither the window's library nor the sockets.
//
// A [Recorder] takes events from the hub's channel and appends them to a [Store], which gives each its sequence number and
// writes them to the files of a [Folder]. A [Library] is the folders of one person; [Open] reads one again. A [View] is the
// rows of a store that pass a [Filter]. A [Selection] is a [Set] of rows a person marked. [Rows] hands rows to package
// capture.
//
// # Concurrency
//
// Store and View carry locks and may be used from anywhere; a store is appended to by one goroutine at a time and a view is
// extended by one at a time, others wait. Readers never wait for a batch to be copied, a file to be written or a filter to
// be applied, only for the short moments in which the result is made visible. Selection and Set belong to one goroutine.
//
// A store with a folder has two goroutines of its own, which end in Close: the only one that writes, and one that has the
// system put what was written on the medium. Extend and Open work on every core and have ended their workers when they
// return.
//
// # Where the rows are
//
// In memory until they are written, and then in files, which docs/log-format.md describes. A reader asks for the rows it
// shows and no more, copes with a row that is no longer held or is damaged, and calls nothing per frame that walks the log.
package msglog
