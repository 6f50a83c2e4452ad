package org.ringside.isa.assembler;

import java.util.List;
import java.util.stream.Collectors;

/** A source has mistakes; all of them are told, one in a line, up to the assembler's limit. */
public class AssemblyException extends Exception {

	private static final long serialVersionUID = 1L;

	/** What is wrong. */
	private final transient List<AssemblyError> errors;

	public AssemblyException(List<AssemblyError> errors) {
		super(errors.stream().map(AssemblyError::toString).collect(Collectors.joining("\n")));
		this.errors = List.copyOf(errors);
	}

	/** The mistakes, in the order they were found. */
	public List<AssemblyError> errors() {
		return errors;
	}
}
