package org.ringside.guest.linux.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

import org.ringside.guest.GuestException;

/**
 * The kernel's description of its own types, which it carries for BPF (its document {@code Documentation/bpf/btf.rst}): where
 * in a structure a member is. Only structures, unions and their members are looked at; what is between is stepped over.
 */
final class Btf {

	private static final int MAGIC = 0xeb9f;
	private static final int VERSION = 1;
	private static final int HEADER = 24;
	private static final int STRUCT = 4;
	private static final int UNION = 5;
	private static final int MEMBER = 12;
	/** Bit of a type's word: offsets of members hold the size of a bit field too. */
	private static final int KIND_FLAG = 1 << 31;
	/** Structures without a name in one another, at most so deep. */
	private static final int DEEPEST = 8;

	/** Bytes behind the three words of a type, by kind: always, and for each of its parts. */
	private static final int[] ALWAYS = { 0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0 };
	private static final int[] EACH = { 0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12 };

	private final ByteBuffer data;
	private final int strings;
	/** Where each type begins, by number; type 0 is void. */
	private final int[] types;
	private final Map<String, Integer> structs = new HashMap<>();

	/** @throws GuestException if it is none */
	Btf(byte[] bytes) {
		data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		if (bytes.length < HEADER || (data.getShort(0) & 0xffff) != MAGIC || bytes[2] != VERSION) {
			throw new GuestException("the kernel's description of its types (BTF) is not where its symbols say");
		}
		int header = data.getInt(4);
		int at = header + data.getInt(8);
		int end = at + data.getInt(12);
		strings = header + data.getInt(16);
		if (at < HEADER || end < at || end > bytes.length || strings < HEADER || strings > bytes.length) {
			throw new GuestException("the kernel's description of its types (BTF) is broken: its parts are not in it");
		}
		int[] starts = new int[(end - at) / 12 + 2];
		int count = 1;
		while (at + 12 <= end) {
			starts[count++] = at;
			int info = data.getInt(at + 4);
			int kind = info >>> 24 & 0x1f;
			if (kind == 0 || kind >= ALWAYS.length) {
				throw new GuestException("the kernel's description of its types (BTF) has a kind %d, which is unknown".formatted(kind));
			}
			if (kind == STRUCT) {
				structs.putIfAbsent(text(data.getInt(at)), at);
			}
			at += 12 + ALWAYS[kind] + (info & 0xffff) * EACH[kind];
		}
		if (at != end) {
			throw new GuestException("the kernel's description of its types (BTF) is broken: its last type is cut off");
		}
		types = java.util.Arrays.copyOf(starts, count);
	}

	/**
	 * Bytes from the begin of a structure to a member, also to one of a structure without a name in it.
	 *
	 * @param member with dots where it is in a structure that has a name
	 * @throws GuestException if there is none
	 */
	int offset(String struct, String member) {
		int at = at(struct);
		int offset = 0;
		for (String name : member.split("\\.")) {
			long found = find(at, name, DEEPEST);
			if (found < 0) {
				throw new GuestException("the kernel's structure " + struct + " has no member " + member);
			}
			offset += (int) found;
			at = types[Math.clamp(found >>> Integer.SIZE, 0, types.length - 1)];
		}
		return offset;
	}

	/** Bytes of a structure; throws {@link GuestException} if there is none of that name. */
	int size(String struct) {
		return data.getInt(at(struct) + 8);
	}

	private int at(String struct) {
		Integer at = structs.get(struct);
		if (at == null) {
			throw new GuestException("the kernel has no structure " + struct);
		}
		return at;
	}

	/** The offset of a member if the kernel was built with it. */
	OptionalInt optionalOffset(String struct, String member) {
		Integer at = structs.get(struct);
		long found = at == null ? -1 : find(at, member, DEEPEST);
		return found < 0 ? OptionalInt.empty() : OptionalInt.of((int) found);
	}

	/** Offset of a member in the low word, number of its type in the high one; -1 if there is none. */
	private long find(int struct, String name, int deep) {
		int info = data.getInt(struct + 4);
		int kind = info >>> 24 & 0x1f;
		if (kind != STRUCT && kind != UNION || deep == 0) {
			return -1;
		}
		for (int i = 0; i < (info & 0xffff); i++) {
			int member = struct + 12 + i * MEMBER;
			int type = data.getInt(member + 4);
			int bits = data.getInt(member + 8);
			int offset = ((info & KIND_FLAG) == 0 ? bits : bits & 0xff_ffff) / Byte.SIZE;
			String called = text(data.getInt(member));
			if (called.equals(name)) {
				return (long) type << Integer.SIZE | offset;
			}
			if (called.isEmpty() && type > 0 && type < types.length) {
				long inside = find(types[type], name, deep - 1);
				if (inside >= 0) {
					return inside + offset;
				}
			}
		}
		return -1;
	}

	private String text(int offset) {
		int from = offset < 0 || offset >= data.capacity() - strings ? data.capacity() : strings + offset;
		int end = from;
		while (end < data.capacity() && data.get(end) != 0) {
			end++;
		}
		return new String(data.array(), from, end - from, StandardCharsets.ISO_8859_1);
	}
}
