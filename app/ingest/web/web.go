// Package web reads pages of the web that were saved as files: their text with its blocks, and what they say of themselves. Nothing that
// a page names is fetched, and nothing in it is run.
package web
