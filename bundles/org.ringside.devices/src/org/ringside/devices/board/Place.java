package org.ringside.devices.board;

/** A place in a board's text; line and column count from 1. */
public record Place(String file, int line, int column) {

	@Override
	public String toString() {
		return file + ":" + line + ":" + column;
	}
}
