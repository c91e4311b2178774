/** Settings of a stack whose Tempo runs its parts one by one. */
export const TEMPO_PARTS_SETTINGS = {
  preset: "kubernetes-tempo",
  tempo: {
    mode: "microservices",
    storage: {
      s3: {
        endpoint: "https://s3.example",
        bucket: "traces",
        accessKeySecret: "s3-access",
        secretKeySecret: "s3-secret",
      },
    },
    kafka: {
      address: "kafka.kafka.svc:9092",
      sasl: { username: "tempo", passwordSecret: "kafka-password" },
    },
  },
  secrets: { "s3-access": "x", "s3-secret": "x", "kafka-password": "KAFKA-NOT-FOR-FILES" },
};
