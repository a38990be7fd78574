using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digits.ServiceDefaults.Settings;

/// <summary>
/// Makes the options of config.json. The framework's binder would stop at the first value of a wrong type and does not keep the
/// architecture's JSON, so <see cref="ConfigFile"/> reads and checks the keys.
/// </summary>
internal sealed class ConfigFactory(
    IConfiguration configuration,
    IHostEnvironment environment,
    Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>> architectureFaults) : IOptionsFactory<DigitsConfig>
{
    public DigitsConfig Create(string name) => ConfigFile.Load(configuration, environment.ContentRootPath, architectureFaults);
}
