using System.Text.Json;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Lists;

/// <summary>
/// Reads lists of labels in JSON: an object of names and labels, a line an object (Hugging Face's "metadata.jsonl"), the exports of Label
/// Studio, and COCO's annotations.
/// </summary>
internal static class JsonList
{
    private const int MaxDepth = 32;
    private const int MaxBytes = 256 << 20;

    private static readonly string[] PictureFields = ["file_name", "filename", "file", "path", "image", "image_path", "img", "name"];
    private static readonly string[] LabelFields = ["label", "text", "class", "category", "digit", "character", "choice", "target", "answer"];
    private static readonly string[] PartFields = ["split", "set", "subset", "part", "usage"];

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a list.</summary>
    /// <param name="file">The file.</param>
    /// <param name="labelField">The field of the labels; empty to be found out.</param>
    /// <exception cref="RefusalException">It lists no labels of whole pictures.</exception>
    public static PictureList Read(DataFile file, string labelField)
    {
        if (file.MaxLength > MaxBytes)
        {
            throw Errors.LabelListTooLarge(file.Name, MaxBytes);
        }

        using var stream = TextFile.Of(file).Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        ReadOnlyMemory<byte> bytes = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        bytes = bytes[(bytes.Length - Content.WithoutMark(bytes.Span).Length)..];
        var list = new PictureList(file);
        try
        {
            if (IsLines(bytes.Span))
            {
                ReadLines(list, bytes, labelField);
            }
            else
            {
                using var document = JsonDocument.Parse(bytes, Options);
                ReadDocument(list, document.RootElement, labelField);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Errors.LabelListUnreadable(file.Name);
        }

        return list.Count > 0 ? list : throw Errors.LabelListUnreadable(file.Name);
    }

    // One object a line, and more than one of them.
    private static bool IsLines(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        return bytes is [(byte)'{', ..] && end > 0 && bytes[..end].TrimEnd((byte)'\r') is [.., (byte)'}'];
    }

    private static void ReadLines(PictureList list, ReadOnlyMemory<byte> bytes, string labelField)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.Span.IndexOf((byte)'\n') is >= 0 and var found ? found : bytes.Length;
            if (!bytes.Span[..end].Trim(" \r\t"u8).IsEmpty)
            {
                using var line = JsonDocument.Parse(bytes[..end], Options);
                AddObject(list, line.RootElement, labelField);
            }

            bytes = bytes[Math.Min(bytes.Length, end + 1)..];
        }
    }

    private static void ReadDocument(PictureList list, JsonElement root, string labelField)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var task in root.EnumerateArray())
            {
                if (task.TryGetProperty("annotations", out var annotations) && task.TryGetProperty("data", out var data))
                {
                    AddTask(list, data, annotations);
                }
                else
                {
                    AddObject(list, task, labelField);
                }
            }
        }
        else if (root.TryGetProperty("images", out var images) && root.TryGetProperty("annotations", out var annotations))
        {
            ReadCoco(list, images, annotations, root);
        }
        else
        {
            foreach (var property in root.EnumerateObject())
            {
                list.Add(property.Name, Text(property.Value) ?? throw new JsonException(), Part.Unspecified);
            }
        }
    }

    private static void AddObject(PictureList list, JsonElement row, string labelField)
    {
        string[] wanted = labelField.Length > 0 ? [labelField] : LabelFields;
        if (Field(row, PictureFields) is { } picture && Field(row, wanted) is { } label)
        {
            list.Add(picture, label, PartWords.OfWords(Field(row, PartFields) ?? ""));
        }
    }

    // A task of Label Studio: the first choice of its last annotation that was not cancelled.
    private static void AddTask(PictureList list, JsonElement data, JsonElement annotations)
    {
        var picture = data.EnumerateObject().Select(property => Text(property.Value)).FirstOrDefault(value => value is not null && Extras.HasPictureEnding(value));
        foreach (var annotation in annotations.EnumerateArray())
        {
            if (annotation.TryGetProperty("was_cancelled", out var cancelled) && cancelled.ValueKind == JsonValueKind.True)
            {
                continue;
            }

            foreach (var result in annotation.GetProperty("result").EnumerateArray())
            {
                var value = result.GetProperty("value");
                var label = value.TryGetProperty("choices", out var choices) ? Text(choices[0])
                    : value.TryGetProperty("text", out var text) ? Text(text.ValueKind == JsonValueKind.Array ? text[0] : text)
                    : null;
                if (picture is not null && label is not null)
                {
                    list.Add(picture, label, Part.Unspecified);
                }
            }
        }
    }

    private static void ReadCoco(PictureList list, JsonElement images, JsonElement annotations, JsonElement root)
    {
        var names = images.EnumerateArray().ToDictionary(image => Text(image.GetProperty("id"))!, image => image.GetProperty("file_name").GetString()!);
        var labels = root.TryGetProperty("categories", out var categories)
            ? categories.EnumerateArray().ToDictionary(category => Text(category.GetProperty("id"))!, category => Text(category.GetProperty("name"))!)
            : [];
        foreach (var annotation in annotations.EnumerateArray())
        {
            var category = Text(annotation.GetProperty("category_id"))!;
            list.Add(names[Text(annotation.GetProperty("image_id"))!], labels.GetValueOrDefault(category, category), Part.Unspecified);
        }
    }

    private static string? Field(JsonElement row, string[] names)
    {
        foreach (var name in names)
        {
            if (row.TryGetProperty(name, out var value) && Text(value) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
