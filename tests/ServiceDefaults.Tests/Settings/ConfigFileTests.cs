using System.Text.Json;
using Digits.ServiceDefaults.Settings;
using Digits.Tests;
using Microsoft.Extensions.Configuration;

namespace Digits.ServiceDefaults.Tests.Settings;

public sealed class ConfigFileTests : IDisposable
{
    private const string Good = """
        {
          "data_volume": "data", "model_volume": "/models", "input_shape": [28, 28, 1], "split_ratio": 0.8,
          "batch_size": 64, "epochs": 6, "lr": 0.002, "architecture": "default"
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digits-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_ShippedFile_HasNoFaults()
    {
        var config = LoadFile(Path.Combine(Repository.Root, "deploy", "services", "config.json"));

        Assert.Equal([28, 28, 1], config.InputShape);
        Assert.Equal("default", config.Architecture.GetString());
    }

    [Fact]
    public void Load_RelativeVolume_LiesUnderTheDataFolder()
    {
        var config = Load(Good, ("DIGITS_DATA", _folder.FullName));

        Assert.Equal(Path.Combine(_folder.FullName, "data"), config.DataVolume);
        Assert.Equal("/models", config.ModelVolume);
    }

    [Fact]
    public void Load_EnvironmentVariables_OverrideTheFile()
    {
        var config = Load(
            Good,
            ("DIGITS_EPOCHS", "9"),
            ("DIGITS_LR", "0.5"),
            ("DIGITS_DATA_VOLUME", "/elsewhere"),
            ("DIGITS_ARCHITECTURE", """[{"type": "flatten"}]"""));

        Assert.Equal(9, config.Epochs);
        Assert.Equal(0.5, config.LearningRate);
        Assert.Equal("/elsewhere", config.DataVolume);
        Assert.Equal(JsonValueKind.Array, config.Architecture.ValueKind);
    }

    [Fact]
    public void Load_EveryValueWrong_NamesEveryFaultAtOnce()
    {
        var exception = Assert.Throws<ConfigException>(() => Load("""
            {
              "data_volume": "", "model_volume": 3, "input_shape": [28, 28], "split_ratio": 1,
              "batch_size": 0, "epochs": "six", "lr": -1, "architecture": 5, "speed": "fast"
            }
            """));

        string[] keys = ["speed", "data_volume", "model_volume", "input_shape", "split_ratio", "batch_size", "epochs", "lr", "architecture"];
        Assert.Equal(keys.Order(), exception.Faults.Select(fault => fault.Split(':')[0]).Order());
        Assert.All(exception.Faults, fault => Assert.Contains(fault, exception.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Load_MissingKeys_NamesEach()
    {
        var exception = Assert.Throws<ConfigException>(() => Load("{}"));

        Assert.Equal(8, exception.Faults.Count);
        Assert.All(exception.Faults, fault => Assert.EndsWith(": missing", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_WrongArchitecture_PassesItsFaultsOn()
    {
        var exception = Assert.Throws<ConfigException>(() =>
            Load(Good, (architecture, _) => [$"no preset is called \"{architecture.GetString()}\""]));

        Assert.Equal(["architecture: no preset is called \"default\""], exception.Faults);
    }

    [Theory]
    [InlineData("{\n  \"epochs\": ,\n}", "no valid JSON: line 2")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{\"epochs\": 1, \"epochs\": 2}", "stands twice")]
    public void Load_NoUsableFile_SaysWhy(string json, string reason)
    {
        var exception = Assert.Throws<ConfigException>(() => Load(json));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFile_NamesTheVariableThatMovesIt()
    {
        var exception = Assert.Throws<ConfigException>(() => LoadFile(Path.Combine(_folder.FullName, "none.json")));

        Assert.Contains("DIGITS_CONFIG", exception.Message, StringComparison.Ordinal);
    }

    private DigitsConfig Load(string json, params (string Key, string Value)[] environment) => Load(json, (_, _) => [], environment);

    private DigitsConfig Load(
        string json,
        Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>> architectureFaults,
        params (string Key, string Value)[] environment)
    {
        var path = Path.Combine(_folder.FullName, "config.json");
        File.WriteAllText(path, json);
        return LoadFile(path, architectureFaults, environment);
    }

    private DigitsConfig LoadFile(
        string path,
        Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>>? architectureFaults = null,
        params (string Key, string Value)[] environment)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Append(("DIGITS_CONFIG", path)).Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2)))
            .Build();
        return ConfigFile.Load(configuration, _folder.FullName, architectureFaults ?? ((_, _) => []));
    }
}
