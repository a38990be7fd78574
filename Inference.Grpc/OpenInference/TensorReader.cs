using System.Buffers.Binary;
using System.Globalization;
using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Inference.Prediction;
using Digits.OpenInference.V2;
using Google.Protobuf;
using static Digits.OpenInference.V2.ModelInferRequest.Types;

namespace Digits.Inference.OpenInference;

/// <summary>Reads the images in the input tensor of a request.</summary>
internal sealed class TensorReader(LargePictures largePictures)
{
    /// <summary>The name of the one input tensor.</summary>
    public const string Input = "image";

    public const string Uint8 = "UINT8";
    public const string Fp32 = "FP32";
    public const string Bytes = "BYTES";

    private const int LengthBytes = sizeof(uint);

    /// <summary>Checks the tensor and gives its images, normalised to the model's input.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model.</param>
    /// <param name="most">The most images in a request.</param>
    /// <param name="cancellationToken">Ends the work between two images.</param>
    /// <returns>The pixels of each image.</returns>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the tensor is not one that the model takes; the message says why.</exception>
    public async Task<ReadOnlyMemory<byte>[]> ReadAsync(ModelInferRequest request, LoadedModel model, int most, CancellationToken cancellationToken)
    {
        var tensor = OnlyInput(request);
        return tensor.Datatype switch
        {
            Uint8 => ReadBytes(request, tensor, model, most, cancellationToken),
            Fp32 => ReadFloats(request, tensor, model, most, cancellationToken),
            Bytes => await ReadPicturesAsync(request, tensor, model, most, cancellationToken),
            _ => throw TensorFaults.UnknownDatatype(tensor.Datatype),
        };
    }

    private static InferInputTensor OnlyInput(ModelInferRequest request)
    {
        if (request.Inputs.Count == 0)
        {
            throw TensorFaults.NoInput(Input);
        }

        if (request.Inputs.Count > 1)
        {
            throw TensorFaults.SeveralInputs(request.Inputs.Count, Input);
        }

        var tensor = request.Inputs[0];
        if (tensor.Name != Input)
        {
            throw TensorFaults.UnknownInput(tensor.Name, Input);
        }

        if (request.RawInputContents.Count > 0)
        {
            if (tensor.Contents is not null && Filled(tensor.Contents).Any())
            {
                throw TensorFaults.ContentsAndRaw();
            }

            if (request.RawInputContents.Count != 1)
            {
                throw TensorFaults.RawCountWrong(request.RawInputContents.Count, 1);
            }
        }

        return tensor;
    }

    private static ReadOnlyMemory<byte>[] ReadBytes(
        ModelInferRequest request, InferInputTensor tensor, LoadedModel model, int most, CancellationToken cancellationToken)
    {
        var (count, size) = CountOf(tensor, model, most);
        byte[] pixels;
        if (request.RawInputContents is [var raw])
        {
            CheckBytes(raw, count * size, tensor);
            pixels = raw.ToByteArray();
        }
        else
        {
            var values = Contents(tensor, nameof(InferTensorContents.UintContents)).UintContents;
            CheckCount(values.Count, count * size, tensor);
            pixels = new byte[values.Count];
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = values[i] <= byte.MaxValue
                    ? (byte)values[i]
                    : throw TensorFaults.WrongValue(i, $"{values[i]}", "UINT8 is from 0 (paper) to 255 (ink)");
            }
        }

        return Normalize(pixels, count, model, cancellationToken);
    }

    private static ReadOnlyMemory<byte>[] ReadFloats(
        ModelInferRequest request, InferInputTensor tensor, LoadedModel model, int most, CancellationToken cancellationToken)
    {
        var (count, size) = CountOf(tensor, model, most);
        var pixels = new byte[count * size];
        if (request.RawInputContents is [var raw])
        {
            CheckBytes(raw, (long)pixels.Length * sizeof(float), tensor);
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = ToPixel(BinaryPrimitives.ReadSingleLittleEndian(raw.Span[(i * sizeof(float))..]), i);
            }
        }
        else
        {
            var values = Contents(tensor, nameof(InferTensorContents.Fp32Contents)).Fp32Contents;
            CheckCount(values.Count, pixels.Length, tensor);
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = ToPixel(values[i], i);
            }
        }

        return Normalize(pixels, count, model, cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>[]> ReadPicturesAsync(
        ModelInferRequest request, InferInputTensor tensor, LoadedModel model, int most, CancellationToken cancellationToken)
    {
        var count = tensor.Shape is [> 0] or [> 0, 1]
            ? tensor.Shape[0]
            : throw TensorFaults.WrongShape(tensor.Shape, "[n] or [n, 1] for n picture files");
        CheckImages(count, most);
        var files = request.RawInputContents is [var raw]
            ? Split(raw.Memory, count, tensor)
            : [.. Contents(tensor, nameof(InferTensorContents.BytesContents)).BytesContents.Select(file => file.Memory)];
        CheckCount(files.Count, count, tensor);
        var images = new ReadOnlyMemory<byte>[files.Count];
        for (var i = 0; i < images.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (file, field) = (files[i], $"{Input}[{i}]");
            var pixels = ImageInput.PixelsOf(file.Span, field);
            var image = pixels <= LargePictures.SmallPixels
                ? ImageInput.ReadFile(file.Span, model, field)
                : await largePictures.ReadAsync(pixels, () => ImageInput.ReadFile(file.Span, model, field), cancellationToken);
            images[i] = image.IsBlank ? throw TensorFaults.BlankPicture(i) : image.Pixels.ToArray();
        }

        return images;
    }

    private static (int Count, int Size) CountOf(InferInputTensor tensor, LoadedModel model, int most)
    {
        var (height, width, size) = (model.InputShape.Height, model.InputShape.Width, model.InputShape.Size);
        var count = tensor.Shape switch
        {
            [var n, var h, var w, 1] when n > 0 && h == height && w == width => n,
            [var n, var flat] when n > 0 && flat == size => n,
            _ => throw TensorFaults.WrongShape(tensor.Shape, $"[n, {height}, {width}, 1] or [n, {size}] for n images, at least 1"),
        };
        CheckImages(count, most);
        return ((int)count, size);
    }

    private static void CheckImages(long count, int most)
    {
        if (count > most)
        {
            throw TensorFaults.TooManyImages(count, most);
        }
    }

    private static InferTensorContents Contents(InferInputTensor tensor, string wanted)
    {
        var contents = tensor.Contents ?? new InferTensorContents();
        return Filled(contents).All(field => field == wanted)
            ? contents
            : throw TensorFaults.WrongContents(tensor.Datatype, InferTensorContents.Descriptor.Fields.InDeclarationOrder().First(field => field.PropertyName == wanted).Name);
    }

    private static IEnumerable<string> Filled(InferTensorContents contents) =>
        from field in InferTensorContents.Descriptor.Fields.InDeclarationOrder()
        where ((System.Collections.IList)field.Accessor.GetValue(contents)).Count > 0
        select field.PropertyName;

    private static void CheckCount(long given, long wanted, InferInputTensor tensor)
    {
        if (given != wanted)
        {
            throw TensorFaults.WrongCount(given, wanted, tensor.Shape);
        }
    }

    private static void CheckBytes(ByteString raw, long wanted, InferInputTensor tensor)
    {
        if (raw.Length != wanted)
        {
            throw TensorFaults.WrongByteCount(raw.Length, wanted, tensor.Datatype, tensor.Shape);
        }
    }

    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> raw, long count, InferInputTensor tensor)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        while (!raw.IsEmpty)
        {
            if (elements.Count == count)
            {
                throw TensorFaults.WrongCount(count + 1, count, tensor.Shape);
            }

            if (raw.Length < LengthBytes)
            {
                throw TensorFaults.BrokenBytes(elements.Count, $"has only {raw.Length} of the four bytes of its length");
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(raw.Span);
            raw = raw[LengthBytes..];
            if (length > raw.Length)
            {
                throw TensorFaults.BrokenBytes(elements.Count, $"should have {length} bytes and only {raw.Length} are left");
            }

            elements.Add(raw[..(int)length]);
            raw = raw[(int)length..];
        }

        return elements;
    }

    private static byte ToPixel(float value, int index) => value is >= 0 and <= 1
        ? (byte)MathF.Round(value * byte.MaxValue)
        : throw TensorFaults.WrongValue(
            index, value.ToString(CultureInfo.InvariantCulture), "FP32 is from 0 (paper) to 1 (ink); send values from 0 to 255 as UINT8");

    private static ReadOnlyMemory<byte>[] Normalize(byte[] pixels, int count, LoadedModel model, CancellationToken cancellationToken)
    {
        var (width, height, size) = (model.InputShape.Width, model.InputShape.Height, model.InputShape.Size);
        var images = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            images[i] = Normalizer.Normalize(new GrayImage(width, height, pixels[(i * size)..((i + 1) * size)]), width, height).Pixels.ToArray();
        }

        return images;
    }
}
