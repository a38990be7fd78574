using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Augmentation;

/// <summary>
/// Augments training images as they enter the network. The result depends only on the seed of the run and on the random key of the image,
/// not on the thread. Allocates nothing after construction.
/// </summary>
internal sealed class Augmenter
{
    private readonly AugmentationSettings _settings;
    private readonly ImageShape _shape;
    private readonly ElasticFields? _fields;
    private readonly ImageWarp[] _warps;

    private Augmenter(AugmentationSettings settings, ImageShape shape, uint seed, int threads)
    {
        _settings = settings;
        _shape = shape;
        _fields = settings.Elastic > 0 ? new ElasticFields(shape, seed) : null;
        _warps = [.. Enumerable.Range(0, threads).Select(_ => new ImageWarp(shape))];
    }

    /// <summary>Creates the augmenter of a run.</summary>
    /// <param name="settings">The greatest strength of each change, which were checked; null means no changes.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="threads">Threads that may fill at the same time.</param>
    /// <returns>Null when there is nothing to change.</returns>
    public static Augmenter? Create(AugmentationSettings? settings, ImageShape shape, uint seed, int threads) =>
        settings is null || settings.IsOff ? null : new Augmenter(settings, shape, seed, threads);

    /// <summary>Writes an augmented image as values from 0 to 1.</summary>
    /// <param name="pixels">The original.</param>
    /// <param name="key">The random key for this image in this step.</param>
    /// <param name="thread">The number of the calling thread, from 0.</param>
    /// <param name="destination">As long as the original.</param>
    public void Fill(ReadOnlySpan<byte> pixels, uint key, int thread, Span<float> destination) =>
        _warps[thread].Run(pixels, ImageChange.Of(_settings, _shape, key), _fields, destination);
}

/// <summary>
/// Augments images of one shape, for one thread at a time. It finds the place in the original that each pixel comes from, fetches the
/// four neighbours of that place and interpolates them bilinearly: bytes [h, w, c] in, floats [h, w, c] from 0 to 1 out. Outside of the
/// image there is paper.
/// </summary>
/// <remarks>
/// Every value is computed by the same operations in the same order for vectors of any width, and a multiplication is never fused with an
/// addition, so all processors give the same bits.
/// </remarks>
internal sealed class ImageWarp
{
    private readonly ImageShape _shape;
    private readonly int _size;
    private readonly PaddedPlane _plane;
    private readonly PaddedPlane _strokes;
    private readonly int[] _places;
    private readonly float[] _partX;
    private readonly float[] _partY;
    private readonly uint[] _corners;
    private readonly float[] _values;
    private readonly float[] _noField;

    public ImageWarp(ImageShape shape)
    {
        _shape = shape;
        _size = shape.Height * shape.Width;
        _plane = new PaddedPlane(shape.Height, shape.Width);
        _strokes = new PaddedPlane(shape.Height, shape.Width);

        // Vectors may write beyond the last pixel.
        var room = _size + Vector<float>.Count;
        _places = new int[room];
        _partX = new float[room];
        _partY = new float[room];
        _corners = new uint[room];
        _values = new float[room];
        _noField = new float[room];
    }

    /// <summary>Writes the augmented image.</summary>
    /// <param name="pixels">The original, row by row, channels innermost.</param>
    /// <param name="change">The augmentation.</param>
    /// <param name="fields">The pool of elastic fields; needed only if the change has a displacement.</param>
    /// <param name="destination">As long as the original; values from 0 to 1.</param>
    public void Run(ReadOnlySpan<byte> pixels, in ImageChange change, ElasticFields? fields, Span<float> destination)
    {
        Locate(change, fields is null ? _noField : fields[change.FieldX], fields is null ? _noField : fields[change.FieldY]);
        for (var channel = 0; channel < _shape.Channels; channel++)
        {
            _plane.Load(pixels, channel, _shape.Channels);
            if (change.Stroke != 0)
            {
                StrokeWidth.Change(_plane, _strokes, change.Stroke);
            }

            Fetch(change.Stroke != 0 ? _strokes : _plane);
            Blend();
            Deliver(channel, destination);
        }

        var erased = change.Erased;
        for (var y = erased.Y; y < erased.Y + erased.Height; y++)
        {
            destination.Slice(((y * _shape.Width) + erased.X) * _shape.Channels, erased.Width * _shape.Channels).Clear();
        }
    }

    [MethodImpl(KernelMethod.Options)]
    private void Locate(in ImageChange change, ReadOnlySpan<float> fieldX, ReadOnlySpan<float> fieldY)
    {
        var map = change.Map;
        var columns = Vector.ConvertToSingle(Vector<int>.Indices);
        for (var y = 0; y < _shape.Height; y++)
        {
            // Plus 1, because of the plane's margin.
            var (rowX, rowY) = ((map.XY * y) + map.X0 + 1, (map.YY * y) + map.Y0 + 1);
            for (var x = 0; x < _shape.Width; x += Vector<float>.Count)
            {
                var i = (y * _shape.Width) + x;
                var column = columns + new Vector<float>(x);
                Place(
                    i,
                    (column * map.XX) + new Vector<float>(rowX) + (new Vector<float>(fieldX[i..]) * change.PullX),
                    (column * map.YX) + new Vector<float>(rowY) + (new Vector<float>(fieldY[i..]) * change.PullY));
            }
        }
    }

    // Places beyond the margin are moved onto it; the value is the same, since there is only paper around both.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Place(int i, Vector<float> x, Vector<float> y)
    {
        x = Vector.MinNative(Vector.MaxNative(x, Vector<float>.Zero), new Vector<float>(_shape.Width + 1));
        y = Vector.MinNative(Vector.MaxNative(y, Vector<float>.Zero), new Vector<float>(_shape.Height + 1));
        var (wholeX, wholeY) = (Vector.Floor(x), Vector.Floor(y));
        Vector.ConvertToInt32Native((wholeY * _plane.Stride) + wholeX).CopyTo(_places, i);
        (x - wholeX).CopyTo(_partX, i);
        (y - wholeY).CopyTo(_partY, i);
    }

    // Each word holds four bytes: left and right above, left and right below. Two loads for each pixel are faster than gather instructions.
    [MethodImpl(KernelMethod.Options)]
    private void Fetch(PaddedPlane plane)
    {
        ref var values = ref MemoryMarshal.GetReference(plane.Values);
        var stride = plane.Stride;
        var places = _places.AsSpan(0, _size);
        var corners = _corners.AsSpan(0, _size);
        for (var i = 0; i < places.Length; i++)
        {
            ref var place = ref Unsafe.Add(ref values, places[i]);
            var above = Unsafe.ReadUnaligned<ushort>(ref place);
            var below = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref place, stride));
            corners[i] = BitConverter.IsLittleEndian
                ? above | ((uint)below << 16)
                : BinaryPrimitives.ReverseEndianness(above) | ((uint)BinaryPrimitives.ReverseEndianness(below) << 16);
        }
    }

    [MethodImpl(KernelMethod.Options)]
    private void Blend()
    {
        var mask = new Vector<uint>(0xff);
        for (var i = 0; i < _size; i += Vector<float>.Count)
        {
            var corners = new Vector<uint>(_corners, i);
            var aboveLeft = ToFloat(corners & mask);
            var aboveRight = ToFloat((corners >>> 8) & mask);
            var belowLeft = ToFloat((corners >>> 16) & mask);
            var belowRight = ToFloat(corners >>> 24);
            var partX = new Vector<float>(_partX, i);
            var above = aboveLeft + (partX * (aboveRight - aboveLeft));
            var below = belowLeft + (partX * (belowRight - belowLeft));
            ((above + (new Vector<float>(_partY, i) * (below - above))) / 255f).CopyTo(_values, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ToFloat(Vector<uint> bytes) => Vector.ConvertToSingle(bytes.As<uint, int>());

    private void Deliver(int channel, Span<float> destination)
    {
        var values = _values.AsSpan(0, _size);
        if (_shape.Channels == 1)
        {
            values.CopyTo(destination);
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            destination[(i * _shape.Channels) + channel] = values[i];
        }
    }
}
