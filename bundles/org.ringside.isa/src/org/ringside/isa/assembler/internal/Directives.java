package org.ringside.isa.assembler.internal;

import java.util.Locale;

/** Directives that place, fill and name. */
final class Directives {

	private final Pass pass;
	private final boolean bigEndian;

	Directives(Pass pass, boolean bigEndian) {
		this.pass = pass;
		this.bigEndian = bigEndian;
	}

	void statement(String word, Cursor in, int at) {
		switch (word.toLowerCase(Locale.ROOT)) {
		case ".text", ".data", ".rodata", ".bss" -> plain(word, in);
		case ".section" -> pass.sections().section(in);
		case ".pushsection" -> {
			pass.sections().push();
			pass.sections().section(in);
		}
		case ".popsection" -> pass.sections().pop(at);
		case ".previous" -> pass.sections().previous();
		case ".byte" -> integers(in, 1);
		case ".half", ".2byte", ".short", ".hword" -> integers(in, 2);
		case ".word", ".4byte", ".long", ".int" -> integers(in, 4);
		case ".dword", ".8byte", ".quad" -> integers(in, 8);
		case ".float", ".single" -> floats(in, 4);
		case ".double" -> floats(in, 8);
		case ".ascii" -> strings(in, false);
		case ".asciz", ".string" -> strings(in, true);
		case ".incbin" -> put(pass.content(in.nameOrString("a file name in quotes"), at));
		case ".space", ".skip", ".zero" -> space(in, at);
		case ".fill" -> fill(in, at);
		case ".align", ".p2align" -> align(in, true, at);
		case ".balign" -> align(in, false, at);
		case ".org" -> org(in, at);
		case ".equ", ".set", ".equiv" -> set(word, in);
		case ".comm", ".lcomm" -> common(in, at);
		case ".globl", ".global", ".weak" -> names(in, true);
		case ".local", ".hidden", ".internal", ".protected" -> names(in, false);
		case ".type" -> type(in);
		case ".size" -> size(in);
		case ".include" -> pass.include(in.nameOrString("a file name in quotes"), at);
		case ".error" -> throw new Mistake(at, in.done() ? ".error" : in.nameOrString("a message in quotes"));
		case ".err" -> throw new Mistake(at, ".err");
		case ".end" -> pass.end();
		case ".file", ".ident", ".option", ".attribute", ".loc", ".warning", ".title", ".cfi_startproc", ".cfi_endproc", ".cfi_def_cfa_offset",
				".cfi_def_cfa", ".cfi_offset", ".cfi_restore", ".cfi_sections", ".addrsig" -> in.rest();
		default -> throw new Mistake(at, "no directive '" + word + "'");
		}
		in.expectEnd();
	}

	private void plain(String word, Cursor in) {
		in.expectEnd();
		pass.sections().to(word);
	}

	// ---- data

	private void put(byte[] bytes) {
		pass.sections().current().add(bytes);
	}

	private void integers(Cursor in, int width) {
		if (in.done()) {
			return;
		}
		do {
			in.skipBlanks();
			int at = in.at;
			Value v = pass.expression(in);
			long limit = width == 8 ? 0 : 1L << 8 * width;
			if (width < 8 && (v.value() >= limit || v.value() < -limit / 2)) {
				throw new Mistake(at, v.value() + " does not fit in " + width + (width == 1 ? " byte" : " bytes"));
			}
			put(bytes(v.value(), width));
		} while (in.take(","));
	}

	private byte[] bytes(long value, int width) {
		byte[] bytes = new byte[width];
		for (int i = 0; i < width; i++) {
			bytes[bigEndian ? width - 1 - i : i] = (byte) (value >>> 8 * i);
		}
		return bytes;
	}

	private void floats(Cursor in, int width) {
		for (String text : Syntax.operands(in.rest())) {
			try {
				put(width == 4 ? bytes(Float.floatToRawIntBits(Float.parseFloat(text)), 4) : bytes(Double.doubleToRawLongBits(Double.parseDouble(text)), 8));
			} catch (NumberFormatException e) {
				throw new Mistake(0, "'" + text + "' is no floating-point number");
			}
		}
	}

	private void strings(Cursor in, boolean zero) {
		do {
			put(in.string());
			if (zero) {
				put(new byte[1]);
			}
		} while (in.take(",") || in.peek() == '"');
	}

	/** A value that must be known in the end; 0 before. */
	private long number(Cursor in) {
		return pass.expression(in).value();
	}

	private void space(Cursor in, int at) {
		long count = number(in);
		long value = in.take(",") ? number(in) : 0;
		reserve(count, (int) value, at);
	}

	private void reserve(long count, int fill, int at) {
		if (count < 0) {
			throw new Mistake(at, "cannot reserve " + count + " bytes");
		}
		pass.sections().current().reserve(count, fill);
	}

	private void fill(Cursor in, int at) {
		long repeat = number(in);
		long size = in.take(",") ? number(in) : 1;
		long value = in.take(",") ? number(in) : 0;
		if (repeat < 0 || size < 0 || size > 8 || repeat > 1 << 25) {
			throw new Mistake(at, "cannot fill " + repeat + " times " + size + " bytes; sizes are 0 to 8");
		}
		for (long i = 0; i < repeat; i++) {
			put(bytes(value & 0xffff_ffffL, (int) size)); // GNU: of eight bytes, the upper four are zero
		}
	}

	private void align(Cursor in, boolean power, int at) {
		long n = number(in);
		if (power ? n < 0 || n > 30 : n < 0 || Long.bitCount(n) > 1 || n > 1 << 30) {
			throw new Mistake(at, power ? "cannot align to 2 to the power of " + n : n + " is no power of two");
		}
		int alignment = power ? 1 << n : (int) Math.max(1, n);
		boolean filled = in.take(",") && in.peek() != ',';
		int value = filled ? (int) number(in) : 0;
		long most = in.take(",") ? number(in) : Long.MAX_VALUE;
		Part part = pass.sections().current();
		long gap = -part.here() & alignment - 1;
		if (gap > most) {
			return;
		}
		part.alignment = Math.max(part.alignment, alignment);
		if (part.executable && !filled && gap > 0) {
			put(pass.padding((int) gap));
		} else {
			part.reserve(gap, value);
		}
	}

	private void org(Cursor in, int at) {
		Value to = pass.expression(in);
		org(to, in.take(",") ? (int) number(in) : 0, at);
	}

	/** Moves on to an offset in the section, or to an address in it. */
	void org(Value to, int fill, int at) {
		Part part = pass.sections().current();
		if (to.known()) {
			boolean isAddress = part.address != 0 && Long.compareUnsigned(to.value(), part.address) >= 0;
			long offset = isAddress ? to.value() - part.address : to.value();
			if (offset < part.size()) {
				throw new Mistake(at, "cannot go back to offset " + offset + " of " + part.name + ", which has " + part.size() + " bytes already");
			}
			part.reserve(offset - part.size(), fill);
		}
	}

	private void common(Cursor in, int at) {
		String name = in.expectName("a symbol");
		in.expect(",");
		long size = number(in);
		long alignment = in.take(",") ? Math.max(1, number(in)) : 8;
		if (Long.bitCount(alignment) != 1 || alignment > 1 << 30) {
			throw new Mistake(at, alignment + " is no power of two");
		}
		pass.sections().push();
		pass.sections().to(".bss");
		Part part = pass.sections().current();
		part.alignment = Math.max(part.alignment, (int) alignment);
		part.reserve(-part.here() & alignment - 1, 0);
		pass.label(name, at);
		reserve(size, 0, at);
		pass.sections().pop(at);
	}

	// ---- names

	private void set(String word, Cursor in) {
		in.skipBlanks();
		int at = in.at;
		String name = in.expectName("a symbol");
		in.expect(",");
		if (word.equals(".equiv") && pass.symbols().definedHere(name)) {
			throw new Mistake(at, "the symbol '" + name + "' is already defined");
		}
		pass.assign(name, in, at);
	}

	private void names(Cursor in, boolean global) {
		do {
			String name = in.expectName("a symbol");
			if (global) {
				pass.symbols().global(name);
			}
		} while (in.take(","));
	}

	private void type(Cursor in) {
		String name = in.expectName("a symbol");
		in.expect(",");
		if (!in.take("@") && !in.take("%") && !in.take("#")) {
			in.take("STT_");
		}
		String kind = in.expectName("@function or @object").toLowerCase(Locale.ROOT);
		pass.symbols().kind(name, kind.startsWith("func") ? "function" : kind.equals("object") ? "object" : "");
	}

	private void size(Cursor in) {
		String name = in.expectName("a symbol");
		in.expect(",");
		pass.symbols().size(name, number(in));
	}
}
