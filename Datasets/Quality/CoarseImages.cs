using System.Runtime.Intrinsics;
using Digits.Learning.Data;

namespace Digits.Datasets.Quality;

/// <summary>
/// Every image in 64 bytes: the ink of 8 x 8 cells, weighted so that the distance of two coarse images is never more than that of the
/// images themselves. Whatever is far apart here need not be looked at any closer.
/// </summary>
internal sealed class CoarseImages
{
    public const int Cells = 64;

    private const int CellsAside = 8;

    // Rounding moves each of the 64 values by half a unit at most, so a distance by 8.
    private const double Slack = 8;

    private readonly byte[] _values;
    private readonly float[] _energies;
    private readonly int[] _cellOfColumn;
    private readonly int[] _cellOfRow;
    private readonly float[] _weights = new float[Cells];
    private readonly int _width;
    private readonly double _scale;

    public CoarseImages(int count, ImageShape shape)
    {
        _values = new byte[checked(count * Cells)];
        _energies = new float[count];
        _width = shape.Width;
        _cellOfColumn = [.. Enumerable.Range(0, shape.Width).Select(x => x * CellsAside / shape.Width)];
        _cellOfRow = [.. Enumerable.Range(0, shape.Height).Select(y => y * CellsAside / shape.Height * CellsAside)];
        var areas = new int[Cells];
        foreach (var row in _cellOfRow)
        {
            foreach (var column in _cellOfColumn)
            {
                areas[row + column]++;
            }
        }

        // A cell's sum over the root of its area is at most 255 times that root: scaled by the largest root it fits a byte.
        _scale = 1 / Math.Sqrt(areas.Max());
        for (var cell = 0; cell < Cells; cell++)
        {
            _weights[cell] = areas[cell] > 0 ? (float)(_scale / Math.Sqrt(areas[cell])) : 0;
        }
    }

    public ReadOnlySpan<byte> this[int row] => _values.AsSpan(row * Cells, Cells);

    /// <summary>The sum of an image's squared pixels.</summary>
    public float Energy(int row) => _energies[row];

    public void Set(int row, ReadOnlySpan<byte> pixels)
    {
        Span<int> sums = stackalloc int[Cells];
        sums.Clear();
        var energy = 0L;
        for (var y = 0; y < _cellOfRow.Length; y++)
        {
            var cells = sums.Slice(_cellOfRow[y], CellsAside);
            var line = pixels.Slice(y * _width, _width);
            for (var x = 0; x < line.Length; x++)
            {
                int ink = line[x];
                cells[_cellOfColumn[x]] += ink;
                energy += ink * ink;
            }
        }

        var values = _values.AsSpan(row * Cells, Cells);
        for (var cell = 0; cell < Cells; cell++)
        {
            values[cell] = (byte)MathF.Round(sums[cell] * _weights[cell]);
        }

        _energies[row] = energy;
    }

    /// <summary>Whether two images may be no further apart than a limit; if not, they are not.</summary>
    public bool MayBeWithin(int a, int b, double limit)
    {
        var most = (limit * _scale) + Slack;
        return SquaredDistance(a, b) <= most * most;
    }

    private int SquaredDistance(int a, int b)
    {
        ref readonly var first = ref _values[a * Cells];
        ref readonly var second = ref _values[b * Cells];
        var sum = Vector256<int>.Zero;
        for (var i = 0; i < Cells; i += Vector128<byte>.Count)
        {
            var x = Widen(Vector128.LoadUnsafe(in first, (nuint)i));
            var y = Widen(Vector128.LoadUnsafe(in second, (nuint)i));
            var difference = x - y;
            var (low, high) = Vector256.Widen(difference);
            sum += (low * low) + (high * high);
        }

        return Vector256.Sum(sum);
    }

    private static Vector256<short> Widen(Vector128<byte> bytes)
    {
        var (low, high) = Vector128.Widen(bytes);
        return Vector256.Create(low, high).AsInt16();
    }
}
