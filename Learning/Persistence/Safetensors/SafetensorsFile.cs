using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Exchange;

namespace Digits.Learning.Persistence.Safetensors;

/// <summary>Writes models as safetensors for PyTorch, and reads back the files that it wrote.</summary>
/// <remarks>
/// The tensors have the names, shapes and order that PyTorch gives them for the same layers in a <c>Sequential</c> called
/// <c>layers</c> (<c>layers.0.weight</c>; <c>layers.3.layers.0.weight</c> within a residual; <c>members.1.layers.0.weight</c> in a
/// committee): convolutions are [filter, input channel, kernel row, kernel column], dense layers [unit, input] with the inputs of
/// a flattened image by channel, row, column. So <c>load_state_dict</c> accepts them unchanged. The metadata hold the model header,
/// layers included, and a hash of the parameters, from which reading restores the model to the bit.
/// </remarks>
public static class SafetensorsFile
{
    private const int LengthSize = sizeof(ulong);
    internal const int MaxHeaderLength = 1 << 22;
    private const int MaxRank = 8;
    private const string Metadata = "__metadata__";
    private const string Floats = "F32";

    /// <summary>Writes a model. The same header and networks always give the same bytes.</summary>
    /// <exception cref="ArgumentException">The header does not describe these networks.</exception>
    public static void Write(Stream stream, ModelHeader header, Committee model)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(model);
        header.CheckDescribes(model);
        var tensors = Tensors(model);
        using var hash = new WeightsHash();
        foreach (var (tensor, network) in tensors)
        {
            tensor.WriteTo(hash.Add, network.Weights);
        }

        var json = Header(header, model, tensors.Select(pair => pair.Tensor), hash.Finish());

        // Spaces after the header align the values to a multiple of 8, for software that maps the file into memory.
        var padding = (LengthSize - (json.Length % LengthSize)) % LengthSize;
        Span<byte> length = stackalloc byte[LengthSize];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(json.Length + padding));
        stream.Write(length);
        stream.Write(json);
        stream.Write(Encoding.ASCII.GetBytes(new string(' ', padding)));
        foreach (var (tensor, network) in tensors)
        {
            tensor.WriteTo(stream.Write, network.Weights);
        }
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote, also after PyTorch has saved its tensors again.</summary>
    /// <param name="stream">A stream that can seek; it is read from its beginning to its end.</param>
    /// <exception cref="ModelFormatException">The stream is not a complete safetensors file that Digits wrote.</exception>
    public static (ModelHeader Header, Committee Model) Read(Stream stream)
    {
        var file = new FileBytes(stream);
        if (file.Length < LengthSize)
        {
            throw new ModelFormatException("The safetensors file is cut short.");
        }

        Span<byte> start = stackalloc byte[LengthSize];
        file.Read(0, start);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MaxHeaderLength || (int)length > file.Length - LengthSize)
        {
            throw new ModelFormatException($"This is not a whole safetensors file: its header claims {length} bytes.");
        }

        try
        {
            var json = new byte[length];
            file.Read(LengthSize, json);
            using var document = JsonDocument.Parse(json);
            var (metadata, tensors) = Read(document.RootElement, LengthSize + (long)length, file.Length);
            return ModelImport.Build(metadata, tensors, file);
        }
        catch (Exception exception) when (exception
            is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // System.Text.Json throws these for bad syntax, a value of another kind, an absent key or a number out of range.
            throw new ModelFormatException("The safetensors file's header is not valid.", exception);
        }
    }

    private static List<(ExchangeTensor Tensor, Network Network)> Tensors(Committee model)
    {
        var architectures = model.Members.Select(member => member.Architecture).ToArray();
        var members = ExchangeLayout.Of(architectures, model.InputShape, model.ClassCount);
        return
        [
            .. members.SelectMany((layers, m) =>
                layers.SelectMany(layer => layer.AllTensors).Select(tensor => (tensor, model.Members[m]))),
        ];
    }

    private static byte[] Header(ModelHeader header, Committee model, IEnumerable<ExchangeTensor> tensors, string hash)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Metadata);
            writer.WriteString("format", "pt");
            writer.WriteString(MetadataKeys.Labels, JsonSerializer.Serialize(header.Labels));
            writer.WriteString(MetadataKeys.Preprocessing, header.Preprocessing);
            writer.WriteString(MetadataKeys.Header, Encoding.UTF8.GetString(HeaderJson.Write(header, model)));
            writer.WriteString(MetadataKeys.Sha256, hash);
            writer.WriteEndObject();
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", Floats);
                WriteNumbers(writer, "shape", [.. tensor.Shape]);
                WriteNumbers(writer, "data_offsets", [offset, offset += tensor.ByteCount]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, long[] numbers)
    {
        writer.WriteStartArray(name);
        Array.ForEach(numbers, writer.WriteNumberValue);
        writer.WriteEndArray();
    }

    private static (Dictionary<string, string> Metadata, Dictionary<string, ForeignTensor> Tensors) Read(
        JsonElement root, long valuesStart, long valuesEnd)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var tensors = new Dictionary<string, ForeignTensor>(StringComparer.Ordinal);
        foreach (var entry in root.EnumerateObject())
        {
            var isNew = true;
            if (entry.Name == Metadata)
            {
                foreach (var text in entry.Value.EnumerateObject())
                {
                    isNew &= metadata.TryAdd(text.Name, text.Value.GetString() ?? throw new FormatException());
                }
            }
            else
            {
                isNew = tensors.TryAdd(entry.Name, ReadTensor(entry.Name, entry.Value, valuesStart, valuesEnd));
            }

            if (!isNew)
            {
                throw new ModelFormatException("The safetensors file gives a tensor or a piece of metadata twice.");
            }
        }

        CheckCover(tensors.Values, valuesStart, valuesEnd);
        return (metadata, tensors);
    }

    // The format allows no gaps, no overlaps and nothing after the last tensor.
    private static void CheckCover(IEnumerable<ForeignTensor> tensors, long start, long end)
    {
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.Length))
        {
            start = tensor.Start == start
                ? start + tensor.Length
                : throw new ModelFormatException("The safetensors file's tensors do not lie one after another.");
        }

        if (start != end)
        {
            throw new ModelFormatException("The safetensors file is followed by bytes that do not belong to it.");
        }
    }

    private static ForeignTensor ReadTensor(string name, JsonElement tensor, long valuesStart, long valuesEnd)
    {
        var (shape, offsets) = (tensor.GetProperty("shape"), tensor.GetProperty("data_offsets"));
        if (shape.GetArrayLength() > MaxRank || offsets.GetArrayLength() != 2)
        {
            throw new FormatException();
        }

        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > valuesEnd - valuesStart)
        {
            throw new ModelFormatException("The safetensors file is cut short or damaged: a tensor lies outside it.");
        }

        // PyTorch's batch counters, which are ignored, are integers; all other tensors must be floats.
        return tensor.GetProperty("dtype").GetString() == Floats || name.EndsWith(ModelImport.PyTorchCounter, StringComparison.Ordinal)
            ? new ForeignTensor([.. shape.EnumerateArray().Select(size => size.GetInt64())], valuesStart + begin, end - begin)
            : throw new ModelFormatException("The safetensors file holds a tensor that is not of type F32; others cannot be read.");
    }
}
