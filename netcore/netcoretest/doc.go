// Package netcoretest holds what the tests of netcore and of its transports share: one suite that every transport
// passes ([Conformance]), a network in memory that works on virtual time ([Memory]), and a check that no goroutine is
// left ([NoLeaks]).
package netcoretest
