using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// Floats that start on a cache line and never move, all zero at first. Beyond the end lie <see cref="Slack"/> more floats that
/// kernels may read, and whose values they ignore.
/// </summary>
internal sealed class FloatBuffer
{
    public const int Slack = 32;

    private const int CacheLine = 64;

    private readonly float[] _values;
    private readonly int _start;

    public FloatBuffer(int length)
    {
        Length = length;
        var spare = CacheLine / sizeof(float);
        _values = GC.AllocateArray<float>(checked(length + Slack + spare), pinned: true);
        unsafe
        {
            // Pinned, so the address read here stays true.
            var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));
            _start = (int)((CacheLine - (address % CacheLine)) % CacheLine / sizeof(float));
        }
    }

    public int Length { get; }

    public Span<float> Span => _values.AsSpan(_start, Length);

    public ref float this[int index] => ref _values[_start + index];

    public Span<float> Slice(int start, int length) => Span.Slice(start, length);

    /// <summary>
    /// The distance between rows of so many floats that spreads a column of them over all sets of a cache: an odd number of
    /// cache lines. A multiple of 4 KiB would put them all into one set.
    /// </summary>
    public static int RowStride(int length) => checked((((length + 15) / 16) | 1) * 16);
}
