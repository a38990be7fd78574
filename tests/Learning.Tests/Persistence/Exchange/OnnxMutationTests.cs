using System.Text;
using System.Text.Json;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Persistence.Exchange;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Tests.Training;
using Xunit.Abstractions;

namespace Digits.Learning.Tests.Persistence.Exchange;

/// <summary>Whatever is done to an exported file, either it is refused or it still predicts what its bytes say.</summary>
public sealed class OnnxMutationTests(ITestOutputHelper output)
{
    private const int Rounds = 2600;
    private const int GraphField = 7;
    private const int TensorField = 5;
    private const int NameField = 8;
    private const int ValuesField = 9;

    private static readonly string[] Kinds =
        ["softmax", "conv2d_same", "conv2d_stride", "depthwise_conv2d", "batch_norm", "leaky_relu", "gelu", "avg_pool2d", "residual"];

    private static readonly (string From, string To)[] Words =
    [
        ("Relu", "Selu"), ("Relu", "Celu"), ("MaxPool", "AvgPool"), ("Gemm", "Conv"), ("Add", "Mul"), ("Mul", "Div"), ("Erf", "Exp"),
        ("alpha", "gamma"), ("epsilon", "epsilom"), ("strides", "stridez"), ("pads", "pabs"), ("group", "grupo"), ("axis", "axes"),
        ("transB", "transA"), ("perm", "prem"), ("kernel_shape", "kernel_shapo"), ("pixels", "pixelz"), ("probabilities", "probabilitiez"),
        ("digits.sha256", "digits.sha-of"), ("labels", "lables"), ("layers.0", "layers.1"), ("constants.one", "constants.two"),
    ];

    [Fact]
    public void Read_FilesMutatedByBytesAndFields_AreRefusedOrPredictWhatTheySay()
    {
        var random = new Random(1);
        var (accepted, reweighted, total) = (0, 0, 0);
        foreach (var (name, model, input, original) in Exports())
        {
            var graph = Graph(original);
            var answers = Predict(model);
            for (var round = 0; round < Rounds; round++, total++)
            {
                var file = Mutate(original, random);
                if (TryRead(file) is not { } read)
                {
                    continue;
                }

                // What computes is the graph, and it is the one whose answers are known; the labels are those that the file shows.
                accepted++;
                if (graph.AsSpan().SequenceEqual(Graph(file)))
                {
                    Assert.Equal(answers, Predict(read.Model));
                }
                else
                {
                    // The hash of the weights was renamed away and a weight changed: the file says so, and nothing else is different.
                    reweighted++;
                    Assert.True(
                        Graph(WithoutWeights(original)).AsSpan().SequenceEqual(Graph(WithoutWeights(file))),
                        $"{name}, {input}, round {round}: another graph was accepted.");
                    Assert.True(original.AsSpan().IndexOf("digits.sha256"u8) >= 0 && file.AsSpan().IndexOf("digits.sha256"u8) < 0);
                }

                Assert.Equal(ModelBytes.Header(model.Members[0]).Labels, read.Header.Labels);
                AssertLabels(file, read.Header);
            }
        }

        output.WriteLine($"{accepted} of {total} mutated files were accepted, {reweighted} of them with other weights.");
        Assert.True(total >= 20_000);
        Assert.InRange(accepted, 1, total / 2);
    }

    [Fact]
    public void Read_WeightsChangedOnPurpose_PredictAsOnnxruntimeDoes()
    {
        const int Count = 64;
        var random = new Random(2);
        var compared = 0;
        foreach (var (name, model, input, original) in Exports())
        {
            var file = Replace(original, "digits.sha256", "digits.sha-of");
            var tensors = Values(file);
            for (var change = 0; change < 20; change++)
            {
                // The sign or the lowest bits of a weight.
                var (start, length) = tensors[random.Next(tensors.Count)];
                file[start + (random.Next(length / 4) * 4) + (random.Next(2) * 3)] ^= (byte)(random.Next(2) == 0 ? 1 : 0x80);
            }

            if (TryRead(file) is not { } read)
            {
                // A constant of the graph, or a variance below zero.
                continue;
            }

            var images = Noise(model.InputShape, Count);
            var theirs = OnnxRuntime.Run(file, images, model.InputShape);
            var ours = new double[read.Model.ClassCount];
            for (var image = 0; image < Count; image++)
            {
                read.Model.Predict(images.AsSpan(image * model.InputShape.Size, model.InputShape.Size), ours);
                for (var c = 0; c < ours.Length; c++)
                {
                    Assert.Equal(theirs[(image * ours.Length) + c], ours[c], 1e-4f);
                }
            }

            compared++;
            output.WriteLine($"{name}, {input}: the changed file agrees with onnxruntime.");
        }

        Assert.InRange(compared, 3, int.MaxValue);
    }

    private static IEnumerable<(string Name, Committee Model, OnnxInput Input, byte[] File)> Exports()
    {
        var models = ExchangeSamples.LayerTypes.Where(sample => Kinds.Contains(sample.Name)).Append(("committee", ExchangeSamples.Three));
        foreach (var (index, (name, model)) in models.Index())
        {
            var input = index % 2 == 0 ? OnnxInput.Pixels : OnnxInput.Values;
            using var stream = new MemoryStream();
            OnnxFile.Write(stream, ModelBytes.Header(model.Members[0]), model, new OnnxOptions { Input = input });
            yield return (name, model, input, stream.ToArray());
        }
    }

    private static (ModelHeader Header, Committee Model)? TryRead(byte[] file)
    {
        try
        {
            return AnyModelFile.Read(new MemoryStream(file));
        }
        catch (ModelFormatException fault)
        {
            Assert.NotEmpty(fault.Message);
            return null;
        }
    }

    private static double[] Predict(Committee model)
    {
        var probabilities = new double[model.ClassCount];
        model.Predict(Samples.Noise(model.InputShape, 1, 2).Image(0), probabilities);
        return probabilities;
    }

    private static byte[] Noise(ImageShape shape, int count)
    {
        var pixels = new byte[count * shape.Size];
        new Random(3).NextBytes(pixels);
        return pixels;
    }

    private static void AssertLabels(byte[] file, ModelHeader header)
    {
        foreach (var entry in Fields(file, 0, file.Length).Where(field => field.Number == 14))
        {
            var pair = Fields(file, entry.Start, entry.Length).ToDictionary(
                field => field.Number, field => Encoding.UTF8.GetString(file, field.Start, field.Length));
            if (pair.GetValueOrDefault(1) == "labels")
            {
                Assert.Equal(JsonSerializer.Deserialize<string[]>(pair[2]), header.Labels);
            }
        }
    }

    private static byte[] Graph(byte[] file)
    {
        var graph = Fields(file, 0, file.Length).Single(field => field.Number == GraphField);
        return file[graph.Start..(graph.Start + graph.Length)];
    }

    private static List<(int Start, int Length)> Values(byte[] file)
    {
        var graph = Fields(file, 0, file.Length).Single(field => field.Number == GraphField);
        return
        [
            .. Fields(file, graph.Start, graph.Length).Where(field => field.Number == TensorField)
                .SelectMany(tensor => Fields(file, tensor.Start, tensor.Length)).Where(field => field.Number == ValuesField)
                .Select(field => (field.Start, field.Length)),
        ];
    }

    private static byte[] WithoutWeights(byte[] file)
    {
        var blank = (byte[])file.Clone();
        var graph = Fields(file, 0, file.Length).Single(field => field.Number == GraphField);
        foreach (var tensor in Fields(file, graph.Start, graph.Length).Where(field => field.Number == TensorField))
        {
            var fields = Fields(file, tensor.Start, tensor.Length);
            var name = fields.Single(field => field.Number == NameField);
            if (!file.AsSpan(name.Start, name.Length).StartsWith("constants."u8))
            {
                var values = fields.Single(field => field.Number == ValuesField);
                blank.AsSpan(values.Start, values.Length).Clear();
            }
        }

        return blank;
    }

    private static byte[] Replace(byte[] file, string from, string to)
    {
        var changed = (byte[])file.Clone();
        Encoding.UTF8.GetBytes(to).CopyTo(changed, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from)));
        return changed;
    }

    // Bits, bytes, words, stretches, and whole fields of the file, the graph, a node, an attribute or a tensor.
    private static byte[] Mutate(byte[] original, Random random)
    {
        var file = original;
        for (var change = random.Next(1, 3); change > 0 || file.AsSpan().SequenceEqual(original); change--)
        {
            file = random.Next(4) switch
            {
                0 => MutateWord(file, random),
                1 => MutateField(file, random),
                _ => MutateBytes(file, random),
            };
        }

        return file;
    }

    private static byte[] MutateWord(byte[] file, Random random)
    {
        var (from, to) = Words[random.Next(Words.Length)];
        var word = Encoding.UTF8.GetBytes(from);
        var places = new List<int>();
        for (var at = 0; at < file.Length && file.AsSpan(at).IndexOf(word) is var next and >= 0; at += next + 1)
        {
            places.Add(at + next);
        }

        var changed = (byte[])file.Clone();
        if (places.Count > 0)
        {
            Encoding.UTF8.GetBytes(to).CopyTo(changed, places[random.Next(places.Count)]);
        }

        return changed;
    }

    private static byte[] MutateBytes(byte[] file, Random random)
    {
        // Mostly where the structure is, which is smaller than the weights.
        var at = random.Next(file.Length);
        for (var tries = 0; tries < 8 && IsValue(file, at); tries++)
        {
            at = random.Next(file.Length);
        }

        var bytes = file.ToList();
        var length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 or 1 or 2: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 3: bytes[at] = (byte)random.Next(256); break;
            case 4: bytes[at] += (byte)(random.Next(2) == 0 ? 1 : 255); break;
            case 5: bytes.RemoveRange(at, length); break;
            case 6: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            default: bytes.RemoveRange(at + length, bytes.Count - at - length); break;
        }

        return [.. bytes];
    }

    private static bool IsValue(byte[] file, int at)
    {
        try
        {
            return Values(file).Exists(values => at >= values.Start && at < values.Start + values.Length);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    // Takes the message apart, drops, doubles, swaps or adds a field at some depth, and puts it together again with right lengths.
    private static byte[] MutateField(byte[] message, Random random)
    {
        List<(int Number, int Head, int Start, int Length)> fields;
        try
        {
            fields = Fields(message, 0, message.Length);
        }
        catch (ModelFormatException)
        {
            return message;
        }

        if (fields.Count == 0)
        {
            return message;
        }

        var pieces = fields.ConvertAll(field => message[field.Head..(field.Start + field.Length)]);
        var at = random.Next(fields.Count);
        var graph = fields.FindIndex(field => field.Number == GraphField && field.Length > 100);
        var inner = random.Next(3) > 0 && graph >= 0 ? graph : at;
        if (fields[inner].Length > 1 && fields[inner].Start > fields[inner].Head && random.Next(4) > 0)
        {
            var field = fields[inner];
            var content = MutateField(message[field.Start..(field.Start + field.Length)], random);
            using var rebuilt = new MemoryStream();
            new ProtobufMessage().Add(field.Number, content).WriteTo(rebuilt);
            pieces[inner] = rebuilt.ToArray();
        }
        else
        {
            var other = random.Next(fields.Count);
            switch (random.Next(5))
            {
                case 0: pieces.RemoveAt(at); break;
                case 1: pieces.Insert(other, pieces[at]); break;
                case 2: (pieces[at], pieces[other]) = (pieces[other], pieces[at]); break;
                case 3: pieces.Insert(other, [(byte)(((random.Next(15) + 1) << 3) | (int)WireType.Varint), (byte)random.Next(128)]); break;
                default: pieces.Add([(byte)(((random.Next(15) + 1) << 3) | (int)WireType.Bytes), 1, (byte)random.Next(128)]); break;
            }
        }

        return [.. pieces.SelectMany(piece => piece)];
    }

    // Fields of a message; what is no message throws.
    private static List<(int Number, int Head, int Start, int Length)> Fields(byte[] file, int start, int length)
    {
        var reader = new ProtobufReader(new FileBytes(new MemoryStream(file)), start, length);
        var found = new List<(int Number, int Head, int Start, int Length)>();
        var head = start;
        while (reader.Read())
        {
            var end = reader.Type == WireType.Bytes ? (int)(reader.Start + reader.Length) : (int)reader.Position;
            found.Add(reader.Type == WireType.Bytes
                ? (reader.Field, head, (int)reader.Start, (int)reader.Length)
                : (reader.Field, head, head, end - head));
            head = end;
        }

        return found;
    }
}
