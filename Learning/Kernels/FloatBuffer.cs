using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// An array of floats that starts on a cache line and never moves; all are zero at first. <see cref="Slack"/> more floats follow the
/// last one: kernels may read them, but ignore their values.
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
            // The array is pinned, so its address does not change.
            var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));
            _start = (int)((CacheLine - (address % CacheLine)) % CacheLine / sizeof(float));
        }
    }

    public int Length { get; }

    public Span<float> Span => _values.AsSpan(_start, Length);

    public ref float this[int index] => ref _values[_start + index];

    public Span<float> Slice(int start, int length) => Span.Slice(start, length);

    /// <summary>
    /// The distance in floats between rows of <paramref name="length"/> floats: an odd number of cache lines, which spreads a column
    /// over all sets of a cache. A multiple of 4 KiB would put the whole column into one set.
    /// </summary>
    public static int RowStride(int length) => checked((((length + 15) / 16) | 1) * 16);
}
