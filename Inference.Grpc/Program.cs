using Digits.Inference;
using Digits.Inference.V1;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultPort(5083);
builder.AddServiceDefaults();
builder.AddGrpcDefaults(InferenceService.Descriptor, GRPCInferenceService.Descriptor);
builder.AddInference();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcDefaults();
app.MapInference();
app.Run();
