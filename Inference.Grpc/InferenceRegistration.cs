using System.Text.Json;
using Digits.Inference.Models;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.ServiceDefaults.Clients;
using Digits.ServiceDefaults.Configuration;
using Digits.Training.V1;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Digits.Inference;

/// <summary>Puts the inference service together.</summary>
internal static class InferenceRegistration
{
    // Whether the layers fit is checked for the fewest classes there can be: the data set is not known yet.
    private const int FewestClasses = 2;

    /// <summary>Adds the service with its models, which it follows from Training.</summary>
    public static WebApplicationBuilder AddInference(this WebApplicationBuilder builder)
    {
        builder.AddDigitsConfig(ArchitectureFaults);
        builder.AddDigitsClient(Peer.Training, invoker => new ModelService.ModelServiceClient(invoker));
        builder.Services.TryAddSingleton<ModelShelf>();
        builder.Services.TryAddSingleton<ModelDownloader>();
        builder.Services.TryAddSingleton<ModelUpdater>();
        builder.Services.AddHostedService<ModelFollower>();
        return builder;
    }

    /// <summary>Maps the RPCs.</summary>
    public static WebApplication MapInference(this WebApplication app)
    {
        app.MapGrpcService<InferenceGrpcService>();
        return app;
    }

    private static IEnumerable<string> ArchitectureFaults(JsonElement architecture, IReadOnlyList<int> inputShape)
    {
        try
        {
            var shape = new ImageShape(inputShape[0], inputShape[1], inputShape[2]);
            return Architecture.Check(Architecture.Parse(architecture).Layers, shape, FewestClasses);
        }
        catch (ArchitectureException exception)
        {
            return exception.Faults;
        }
    }
}
