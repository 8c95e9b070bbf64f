// Package replay sends recorded requests again, in their order, to another
// target: with references, keys and credentials of its own, with the ids that the
// target gives in place of the recorded ones, with the customers' acts done where
// the recording shows that they happened, and with the merchants' answers to calls.
//
// Answers are compared by what they mean: the class of the status, the shape, the
// money and the states, never as texts.
package replay
