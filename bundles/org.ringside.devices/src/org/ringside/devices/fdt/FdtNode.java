package org.ringside.devices.fdt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** A node of a device tree: properties by name, then children by name, in the order in which they were set. */
public final class FdtNode {

	private final FdtNode parent;
	private final String name;
	private final Map<String, byte[]> properties = new LinkedHashMap<>();
	private final Map<String, FdtNode> children = new LinkedHashMap<>();
	private int handle;
	private int handles;

	private FdtNode(FdtNode parent, String name) {
		this.parent = parent;
		this.name = name;
	}

	/** The root of a new tree. */
	public static FdtNode root() {
		return new FdtNode(null, "");
	}

	/** With its unit address: {@code serial@10000000}; empty for the root. */
	public String name() {
		return name;
	}

	/** From the root: {@code /soc/serial@10000000}. */
	public String path() {
		return parent == null ? "/" : parent.parent == null ? "/" + name : parent.path() + "/" + name;
	}

	/** The child of that name, made if there is none. */
	public FdtNode child(String name) {
		return children.computeIfAbsent(name, n -> new FdtNode(this, n));
	}

	public Collection<FdtNode> children() {
		return Collections.unmodifiableCollection(children.values());
	}

	public Map<String, byte[]> properties() {
		return Collections.unmodifiableMap(properties);
	}

	/** The number by which other nodes refer to this one; given out at the first call. */
	public int handle() {
		if (handle == 0) {
			FdtNode root = this;
			while (root.parent != null) {
				root = root.parent;
			}
			handle = ++root.handles;
			cells("phandle", handle);
		}
		return handle;
	}

	/** Sets a property without a value. */
	public FdtNode flag(String property) {
		return bytes(property, new byte[0]);
	}

	/** Sets a property to a list of texts. */
	public FdtNode text(String property, String... texts) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (String text : texts) {
			bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
			bytes.write(0);
		}
		return bytes(property, bytes.toByteArray());
	}

	/** Sets a property to numbers of 32 bits. */
	public FdtNode cells(String property, int... cells) {
		ByteBuffer bytes = ByteBuffer.allocate(4 * cells.length);
		for (int cell : cells) {
			bytes.putInt(cell);
		}
		return bytes(property, bytes.array());
	}

	/** Sets a property to numbers of 64 bits. */
	public FdtNode longs(String property, long... longs) {
		ByteBuffer bytes = ByteBuffer.allocate(8 * longs.length);
		for (long value : longs) {
			bytes.putLong(value);
		}
		return bytes(property, bytes.array());
	}

	/** Sets a property to bytes. */
	public FdtNode bytes(String property, byte[] bytes) {
		properties.put(property, bytes.clone());
		return this;
	}

	/** The first cell of a property, if it has one. */
	public OptionalInt cell(String property) {
		byte[] bytes = properties.get(property);
		return bytes == null || bytes.length < 4 ? OptionalInt.empty() : OptionalInt.of(ByteBuffer.wrap(bytes).getInt());
	}
}
