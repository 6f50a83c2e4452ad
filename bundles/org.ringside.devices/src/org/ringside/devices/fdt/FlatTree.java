package org.ringside.devices.fdt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Flattens a device tree into the blob that kernels are handed: version 17 of the format (Devicetree Specification 0.4,
 * chapter 5). All numbers in it are big-endian.
 */
public final class FlatTree {

	private static final int MAGIC = 0xd00dfeed;
	private static final int VERSION = 17;
	private static final int COMPATIBLE_VERSION = 16;
	private static final int HEADER = 40;
	/** One entry of zeros: nothing is reserved. */
	private static final int RESERVATIONS = 16;
	private static final int BEGIN_NODE = 1;
	private static final int END_NODE = 2;
	private static final int PROPERTY = 3;
	private static final int END = 9;

	private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
	private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
	private final Map<String, Integer> offsets = new LinkedHashMap<>();

	private FlatTree() {
	}

	/** The blob of a tree. */
	public static byte[] flatten(FdtNode root) {
		FlatTree flat = new FlatTree();
		flat.node(root);
		flat.token(END);
		return flat.blob();
	}

	private byte[] blob() {
		int structureAt = HEADER + RESERVATIONS;
		int stringsAt = structureAt + structure.size();
		int size = stringsAt + strings.size();
		ByteBuffer blob = ByteBuffer.allocate(size);
		blob.putInt(MAGIC).putInt(size).putInt(structureAt).putInt(stringsAt).putInt(HEADER);
		blob.putInt(VERSION).putInt(COMPATIBLE_VERSION).putInt(0).putInt(strings.size()).putInt(structure.size());
		blob.position(structureAt);
		blob.put(structure.toByteArray()).put(strings.toByteArray());
		return blob.array();
	}

	private void node(FdtNode node) {
		token(BEGIN_NODE);
		padded((node.name() + '\0').getBytes(StandardCharsets.UTF_8));
		node.properties().forEach((name, value) -> {
			token(PROPERTY);
			token(value.length);
			token(offset(name));
			padded(value);
		});
		node.children().forEach(this::node);
		token(END_NODE);
	}

	private int offset(String name) {
		return offsets.computeIfAbsent(name, n -> {
			int at = strings.size();
			strings.writeBytes((n + '\0').getBytes(StandardCharsets.UTF_8));
			return at;
		});
	}

	private void token(int value) {
		structure.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
	}

	private void padded(byte[] bytes) {
		structure.writeBytes(bytes);
		structure.writeBytes(new byte[-bytes.length & 3]);
	}
}
