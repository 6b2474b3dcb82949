// Package msglog keeps what happened: the message log. It imports neither the window's library nor the sockets.
//
// A [Recorder] takes events from the hub's channel and appends them to a [Store], which gives each its sequence number.
// A [View] is the rows of a store that pass a [Filter]. A [Selection] is a [Set] of rows a person marked. [Rows] hands
// rows to package capture.
//
// # Concurrency
//
// Store and View carry locks and may be used from anywhere; a store is written by one goroutine at a time and a view is
// extended by one at a time, others wait. Readers never wait for a batch to be copied or a filter to be applied, only
// for the short moments in which the result is made visible. Selection and Set belong to one goroutine. The package
// starts no goroutine.
//
// # Where the rows are
//
// In memory, the newest of them up to a bound. That is the store's affair: rows may later be read from files, so a
// reader asks for the rows it shows and no more, copes with a row that is no longer held, and calls nothing per frame
// that walks the log.
package msglog
