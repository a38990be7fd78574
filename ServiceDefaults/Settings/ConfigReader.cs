using System.Globalization;
using System.Text.Json;

namespace Digits.ServiceDefaults.Settings;

/// <summary>Checks the keys of config.json one by one and remembers every fault.</summary>
internal sealed class ConfigReader(IReadOnlyDictionary<string, JsonElement> values, string root)
{
    private const int MaxBatchSize = 4096;
    private const int MaxEpochs = 1000;
    private const int MinSide = 8;
    private const int MaxSide = 64;

    private static readonly string[] Keys =
        ["data_volume", "model_volume", "input_shape", "split_ratio", "batch_size", "epochs", "lr", "architecture"];

    private readonly List<string> _faults = [];

    /// <summary>The keys of config.json.</summary>
    public static IReadOnlyList<string> KnownKeys => Keys;

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Reads every key; the result is only of use when there are no faults.</summary>
    public DigitsConfig Read(Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>> architectureFaults)
    {
        foreach (var key in values.Keys.Except(Keys, StringComparer.Ordinal))
        {
            _faults.Add($"{key}: unknown key; the keys are {string.Join(", ", Keys)}");
        }

        var shape = Shape("input_shape");
        var config = new DigitsConfig
        {
            DataVolume = Folder("data_volume"),
            ModelVolume = Folder("model_volume"),
            InputShape = shape,
            SplitRatio = Number("split_ratio", "above 0 and below 1", value => value is > 0 and < 1),
            BatchSize = Integer("batch_size", 1, MaxBatchSize),
            Epochs = Integer("epochs", 1, MaxEpochs),
            LearningRate = Number("lr", "above 0 and at most 1", value => value is > 0 and <= 1),
            Architecture = Architecture("architecture"),
        };
        if (_faults.Count == 0)
        {
            _faults.AddRange(architectureFaults(config.Architecture, shape).Select(fault => $"architecture: {fault}"));
        }

        return config;
    }

    private string Folder(string key)
    {
        if (Find(key) is not { } value)
        {
            return "";
        }

        if (value.ValueKind is not JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
        {
            Fault(key, "the path of a folder", value);
            return "";
        }

        return Path.GetFullPath(value.GetString()!, root);
    }

    private int Integer(string key, int least, int most)
    {
        if (Find(key) is not { } value)
        {
            return 0;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(key, $"a whole number from {least} to {most}", value);
        return 0;
    }

    private double Number(string key, string range, Func<double, bool> isValid)
    {
        if (Find(key) is not { } value)
        {
            return 0;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && isValid(number))
        {
            return number;
        }

        Fault(key, $"a number {range}", value);
        return 0;
    }

    private int[] Shape(string key)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        int[] sizes = value.ValueKind is JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(size => size.ValueKind is JsonValueKind.Number && size.TryGetInt32(out var number) ? number : 0)]
            : [];
        if (sizes is [>= MinSide and <= MaxSide, >= MinSide and <= MaxSide, 1])
        {
            return sizes;
        }

        Fault(key, $"[height, width, 1] with sides from {MinSide} to {MaxSide}", value);
        return [];
    }

    private JsonElement Architecture(string key)
    {
        if (Find(key) is not { } value)
        {
            return default;
        }

        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            Fault(key, "a list of layers or the name of a preset", value);
        }

        return value;
    }

    private JsonElement? Find(string key)
    {
        if (values.TryGetValue(key, out var value))
        {
            return value;
        }

        _faults.Add($"{key}: missing");
        return null;
    }

    private void Fault(string key, string expected, JsonElement value) =>
        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: must be {expected}, not {value.GetRawText()}"));
}
