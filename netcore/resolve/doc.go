// Package resolve answers what names and numbers of the network mean, as applications on this machine get them: hosts and
// addresses through the system's resolver and its hosts file, services and protocols from the system's own files first
// and from a built-in table second, interfaces from the system. Every answer says where it came from.
//
// A [Resolver] may be used from several goroutines at once. Calls that may take time have a context and return when it
// ends. Files are read anew for each call, so a changed hosts file counts at once.
package resolve
