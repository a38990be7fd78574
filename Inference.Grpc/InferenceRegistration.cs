using Digits.Inference.Models;
using Digits.Inference.Prediction;
using Digits.Learning.Networks;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Clients;
using Digits.Training.V1;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Digits.Inference;

/// <summary>Puts the inference service together.</summary>
internal static class InferenceRegistration
{
    /// <summary>Adds the service with its models, which it follows from Training.</summary>
    public static WebApplicationBuilder AddInference(this WebApplicationBuilder builder)
    {
        builder.AddDigitsConfig(Architecture.Faults);
        builder.AddDigitsClient<ModelService.ModelServiceClient>(Peer.Training);
        builder.Services.TryAddSingleton<ModelShelf>();
        builder.Services.TryAddSingleton<PredictionTelemetry>();
        builder.Services.TryAddSingleton(services => new LargePictures(
            Environment.ProcessorCount, services.GetRequiredService<ILogger<LargePictures>>()));
        builder.Services.TryAddSingleton<ModelDownloader>();
        builder.Services.TryAddSingleton<ModelUpdater>();
        builder.Services.AddHostedService<ModelFollower>();
        builder.Services.AddHealthChecks().AddCheck<ModelsHealthCheck>("models");
        return builder;
    }

    /// <summary>Maps the RPCs.</summary>
    public static WebApplication MapInference(this WebApplication app)
    {
        app.MapGrpcService<InferenceGrpcService>();
        return app;
    }
}
