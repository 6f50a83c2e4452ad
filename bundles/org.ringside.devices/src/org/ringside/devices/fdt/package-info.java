/**
 * Device trees: what a board tells a kernel of itself (Devicetree Specification 0.4). A tree is made of
 * {@link org.ringside.devices.fdt.FdtNode nodes}; each device that is {@link org.ringside.devices.fdt.FdtDescribed}
 * fills in its own, and {@link org.ringside.devices.fdt.FlatTree} flattens the whole.
 *
 * <pre>{@code
 * FdtNode root = FdtNode.root();
 * root.child("chosen").text("stdout-path", "/soc/serial@10000000");
 * byte[] blob = FlatTree.flatten(root);
 * }</pre>
 *
 * <dl>
 * <dt>cell</dt><dd>a number of 32 bits, big-endian</dd>
 * <dt>handle</dt><dd>the number by which a node is referred to ({@code phandle})</dd>
 * <dt>unit address</dt><dd>what stands after {@code @} in a node's name: the first address of its {@code reg}</dd>
 * </dl>
 */
package org.ringside.devices.fdt;
