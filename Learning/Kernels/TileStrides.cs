namespace Digits.Learning.Kernels;

/// <summary>How a tile kernel walks through memory. Strides are in bytes, counts in elements.</summary>
internal struct TileStrides
{
    public int Steps;
    public int Segments;
    public nint ARow;
    public nint AStep;
    public nint ASegment;
    public nint BStep;
    public nint BSegment;
    public nint InitRow;
    public nint CRow;
}
